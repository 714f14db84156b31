/** Letters that Unicode does not take apart into a base letter and a mark. */
const LIGATURES: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

const APOSTROPHE_S = /['’]s\b/g;
/** Scripts that write without spaces: each character is a word of its own. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/**
 * The words of a text in the one form that is indexed and looked up: lower case, without accents, letters and digits only.
 * "Kids' Crème-Brûlée" gives kids, creme, brulee.
 */
export function wordsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđðþı]/g, (letter) => LIGATURES[letter] ?? letter)
    .replace(APOSTROPHE_S, "s")
    .replace(UNSPACED, " $& ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** The text of a description without its tags and entities. */
export function plainText(html: string): string {
  return html.replace(/<[^>]*>/g, " ").replace(/&[a-z]{2,8};|&#x?[0-9a-f]{1,6};/gi, " ");
}
