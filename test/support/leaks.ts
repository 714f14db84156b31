// What must be in no log: whatever a test knows to be secret or personal, and whatever looks like it.

/** What gives itself away by its shape. What the masks of src/platform/log.ts leave of it ("***") has none. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  "an e-mail address": /[\w.+-]{1,128}(?:@|%40)[\w-]+(?:\.[\w-]+)+/g,
  "a signed token": /\beyJ[\w-]{8,400}\.[\w-]+/g,
  "a key": /\b(?:sk|rk|whsec|ek|rt)_\w{12,}/g,
  "a client secret": /\b(?:pi|seti)_\w{1,100}_secret_\w+/g,
  "a password's hash": /\$?scrypt\$[\w$=,+/-]{20,}/g,
  credentials: /\b(?:Bearer|Basic) [\w.~+/-]{8,}=*/g,
  "random text": /(?<![\w/.-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{40,}(?![\w/.-])/g,
};

/** Ids, times and durations: they make every line another one, and are nobody's secret. */
const UNIQUE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|"(?:duration_ms|ms|calls)":\d+/g;

/** A line without what makes it another one each time, so that many are few. */
export function withoutIds(line: string): string {
  return line.replaceAll(UNIQUE, "-");
}

/** Digits of a card's number, alone or in groups. */
const CARD = /(?<![\w-])(?:\d[ -]?){12,18}\d(?![\w-])/g;

/**
 * What of it a text gives away, each with a few words around it: strings that are known to be secret or personal where they stand as
 * words of their own, and what has the shape of an address, a token, a key, a card's number. Empty when all is well.
 */
export function leaksIn(text: string, known: Iterable<string> = []): string[] {
  const found: string[] = [];
  const add = (what: string, at: number, length: number) => {
    const around = text.slice(Math.max(0, at - 60), at + length + 40).replaceAll(/\s+/g, " ");
    found.push(`${what}: … ${around} …`);
  };
  for (const each of known) {
    const at = wordAt(text, each);
    if (at !== -1) add(`"${each}"`, at, each.length);
  }
  for (const [what, shape] of Object.entries(SHAPES)) {
    for (const match of text.matchAll(shape)) add(what, match.index, match[0].length);
  }
  for (const match of text.matchAll(CARD)) {
    if (isCardNumber(match[0])) add("a card's number", match.index, match[0].length);
  }
  return found;
}

/** Where a text stands as a word of its own; -1 when nowhere. As JSON writes it, too. */
function wordAt(text: string, word: string): number {
  for (const form of new Set([word, JSON.stringify(word).slice(1, -1)])) {
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
      const around = [text[at - 1] ?? " ", text[at + form.length] ?? " "];
      if (!around.some((character) => /[\p{L}\p{N}_]/u.test(character))) return at;
    }
  }
  return -1;
}

/** Luhn's check digit (ISO/IEC 7812-1), of a number that begins as those of cards do. */
function isCardNumber(text: string): boolean {
  const digits = [...text.replaceAll(/\D/g, "")].map(Number).reverse();
  if (!/^[2-6]/.test(text)) return false;
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const SECRET = /^(.*_)?(password|token|secret|totp|recovery_codes|key)$/;
const PERSONAL = /^(email|new_email|username|first_name|last_name|company|line1|line2|phone|recipient)$/;
const HEADERS = [
  "Authorization",
  "Cookie",
  "Set-Cookie",
  "X-Cart-Token",
  "X-Order-Token",
  "X-CSRF-Token",
  "Stripe-Signature",
];

/** Collects what the messages of a test hold that no log may hold. */
export class KnownSecrets {
  readonly #texts = new Set<string>();

  [Symbol.iterator](): Iterator<string> {
    return this.#texts[Symbol.iterator]();
  }

  /** Notes one secret, if it is long enough not to be found everywhere. */
  addSecret(text: string): void {
    if (text.length >= 8 && !/^[a-z._]+$/.test(text)) this.#texts.add(text);
    else if (/^\d{6}$/.test(text)) this.#texts.add(text);
  }

  /** Notes what tells of a person. */
  addPersonal(text: string): void {
    if (text.trim().length >= 4 && /\D/.test(text)) this.#texts.add(text);
  }

  /** Notes what a JSON message holds under names of secrets and of personal data, however deep. */
  addBody(value: unknown, name = ""): void {
    if (typeof value === "string") {
      if (SECRET.test(name)) this.addSecret(value);
      else if (PERSONAL.test(name)) this.addPersonal(value);
    } else if (Array.isArray(value)) {
      for (const each of value) this.addBody(each, name);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, each] of Object.entries(value)) this.addBody(each, key);
    }
  }

  /** Notes the credentials in the headers of a request or an answer. */
  addHeaders(headers: Headers): void {
    for (const name of HEADERS) {
      for (const part of (headers.get(name) ?? "").split(/[\s;,=]+/)) {
        if (part.length >= 20) this.addSecret(part);
      }
    }
  }
}
