const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A number that people can read to each other: 10 random characters of Crockford's base 32, e.g. "7K3FQ-9M2TX".
 * 50 random bits tell nothing about how much is sold; a collision violates UNIQUE and loses nothing.
 */
export function newOrderNumber(): string {
  const characters = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) =>
    ALPHABET.charAt(byte % 32),
  );
  return `${characters.slice(0, 5).join("")}-${characters.slice(5).join("")}`;
}
