const SLUG = /^[-_]*[\p{Ll}\p{Lo}\p{N}][-_\p{Ll}\p{Lo}\p{M}\p{N}]*$/u;

/**
 * Turns a text into a part of a URL: lower case, words joined by dashes, accents of Latin letters removed.
 * What is a slug already stays as it is. "" when nothing is left.
 */
export function slugify(text: string): string {
  if (SLUG.test(text)) return text;
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, "-")
    .replace(/^[-_]+|[-_]+$/g, "");
}
