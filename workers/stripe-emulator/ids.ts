const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` random characters of base 62. */
export function base62(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  let text = "";
  for (const byte of bytes) text += ALPHABET.charAt(byte % ALPHABET.length);
  return text;
}

type Prefix = "pi" | "ch" | "re" | "txn" | "evt" | "pm" | "cus" | "seti" | "setatt" | "du";

/**
 * A new id in Stripe's form: the prefix of the resource and 24 characters of base 62. The first seven tell the time,
 * so that new ids are neighbours in the database's indexes; the other seventeen are random.
 */
export function newId(prefix: Prefix): string {
  return `${prefix}_${timePrefix(Date.now())}${base62(17)}`;
}

/** Milliseconds since the epoch in seven digits of base 62, enough until the year 2081. */
function timePrefix(milliseconds: number): string {
  let rest = milliseconds;
  let text = "";
  for (let digit = 0; digit < 7; digit += 1) {
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The id of one HTTP request, as answered in `Request-Id`. */
export function newRequestId(): string {
  return `req_${base62(14)}`;
}
