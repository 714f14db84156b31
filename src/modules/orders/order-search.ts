/** What a search text of staff may mean: an order is found when any of it fits. */
export interface OrderSearch {
  /** The text, with ASCII letters in lower case: the recipient's last name, or first and last name. */
  text: string;
  /** Last names that the text may end with. */
  names: string[];
  /** As it was typed. */
  sku: string;
  email?: string | undefined;
  /** The beginning of an order's number. */
  number?: string | undefined;
}

/** Shorter beginnings of a number select too much to be meant. */
const MIN_NUMBER = 3;

/** Reads a search text. Pure. */
export function parseOrderSearch(typed: string): OrderSearch {
  const sku = typed.trim();
  const text = asciiLower(sku.replaceAll(/\s+/g, " "));
  const words = text.split(" ");
  const number = numberBeginning(sku);
  return {
    text,
    names: words.map((_, index) => words.slice(index).join(" ")),
    sku,
    ...(sku.includes("@") ? { email: sku.toLowerCase() } : {}),
    ...(number === undefined ? {} : { number }),
  };
}

/**
 * The beginning of an order's number as it is stored, from what people write: without regard to case, dashes and spaces, and with the
 * letters that Crockford's base 32 takes for digits. undefined when it cannot be one.
 */
export function numberBeginning(typed: string): string | undefined {
  const characters = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, "")
    .replace(/^#/, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  if (!/^[0-9A-HJKMNP-TV-Z]{1,10}$/.test(characters) || characters.length < MIN_NUMBER) return undefined;
  return characters.length < 5 ? characters : `${characters.slice(0, 5)}-${characters.slice(5)}`;
}

/** SQLite's lower() knows no other letters. */
function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
