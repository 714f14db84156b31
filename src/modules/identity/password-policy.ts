import { COMMON_PASSWORDS } from "./common-passwords.ts";

const SHORTEST = 8;
const LONGEST = 128;
// NFKC makes one character of four UTF-16 units at most, so anything longer than this is too long without being looked at.
const LONGEST_RAW = 4 * LONGEST;

const ROWS = "01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm";
const ROWS_AND_BACK = `${ROWS} ${[...ROWS].reverse().join("")}`;
const REPEATED = /^(.{1,4})\1+$/u;
const YEAR = "(?:19|20)\\d\\d";
const MONTH = "(?:0[1-9]|1[0-2])";
const DAY = "(?:0[1-9]|[12]\\d|3[01])";
const DATE = new RegExp(`^(?:${DAY}${MONTH}${YEAR}|${MONTH}${DAY}${YEAR}|${YEAR}${MONTH}${DAY})$`);

let common: Set<string> | undefined;

/**
 * Why a password may not be chosen; empty when it may. As NIST SP 800-63B has it: length counts (8 to 128 characters after NFKC), classes of
 * characters do not, and what is tried first may not be taken. Codes: `too_short`, `too_long`, `common_password` (the most
 * common ones, repetitions, rows of keys, dates), `contains_identity` (nothing but one of the context strings and what stands before or
 * after it without a letter). Case never makes a difference.
 * @param context what others know of the person and the shop: email (the part before its @ counts too), username, names one by one and
 *   together, the shop's name
 */
export function passwordProblems(
  password: string,
  context: readonly string[],
): { code: string; message: string }[] {
  if (password.length > LONGEST_RAW) return [tooLong];
  const normalized = password.normalize("NFKC");
  const length = [...normalized].length;
  if (length > LONGEST) return [tooLong];
  if (length < SHORTEST) return [tooShort];
  const folded = normalized.toLowerCase();
  return [
    ...(isCommon(folded) ? [commonPassword] : []),
    ...(isIdentity(folded, context) ? [containsIdentity] : []),
  ];
}

const tooShort = { code: "too_short", message: `must have at least ${SHORTEST} characters` };
const tooLong = { code: "too_long", message: `must have at most ${LONGEST} characters` };
const commonPassword = {
  code: "common_password",
  message: "is one of the passwords that are tried first; choose another one",
};
const containsIdentity = {
  code: "contains_identity",
  message: "must not be your email address, your name or the shop's name",
};

function isCommon(folded: string): boolean {
  common ??= new Set(COMMON_PASSWORDS.split(/\s+/));
  return common.has(folded) || REPEATED.test(folded) || ROWS_AND_BACK.includes(folded) || DATE.test(folded);
}

function isIdentity(folded: string, context: readonly string[]): boolean {
  const letters = bare(folded);
  return context
    .flatMap((text) => {
      const known = text.normalize("NFKC").toLowerCase();
      const at = known.lastIndexOf("@");
      return at > 0 ? [known, known.slice(0, at)] : [known];
    })
    .some((known) => folded === known || (letters !== "" && letters === bare(known)));
}

/** From the first letter to the last, without what separates words: "anna.smith" and "Anna Smith 2024!" are the same. */
function bare(folded: string): string {
  return folded.replace(/[\s._@+'-]/g, "").replace(/^\P{L}+|\P{L}+$/gu, "");
}
