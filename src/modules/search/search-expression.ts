import { wordsOf } from "./search-text.ts";

/** More words than this narrow nothing down; a longer word than this is none. */
const MAX_WORDS = 12;
const MAX_WORD_LENGTH = 40;
/** Shorter beginnings match half the catalog; such a word must match whole. */
const MIN_PREFIX = 2;
/** Up to so many words are also tried joined: "tea pot" finds a teapot. */
const MAX_JOINED = 4;

const STOP_WORDS = new Set(
  (
    "a an and any are as at be but by can for from get has have i if in into is it its me my no of on or our so some " +
    "than that the their them then there these this those to under up was we what which who will with without you your " +
    "de du des der die das el et il la las le les los y"
  ).split(" "),
);

/** The words that a query looks for; none when it has neither letters nor digits. Stop words count only among themselves. */
export function searchWords(query: string): string[] {
  const words = wordsOf(query).map((word) => word.slice(0, MAX_WORD_LENGTH));
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, MAX_WORDS);
}

/**
 * The FTS5 expression for products that have every word, in singular or plural, the last one as a beginning. Words are
 * letters and digits only and stand in quotes, so nothing in them is syntax.
 */
export function matchExpression(words: readonly string[]): string {
  const all = conjunction(words);
  const others: string[] = [];
  if (words.length > 1 && words.length <= MAX_JOINED) {
    for (const [index, word] of words.slice(1).entries()) {
      const pair = `${words[index] ?? ""}${word}`;
      others.push(conjunction([...words.slice(0, index), pair, ...words.slice(index + 2)]));
    }
  }
  // A letter at the end is probably the next word begun: it makes a product rank higher, but need not be there.
  if (words.length > 1 && /^\p{L}$/u.test(words.at(-1) ?? "")) others.push(conjunction(words.slice(0, -1)));
  return others.length === 0 ? all : [all, ...others].map((expression) => `(${expression})`).join(" OR ");
}

/**
 * FTS5 expressions for what is being typed: products whose name begins with the words, and those that have them anywhere in it.
 * A single letter that was just begun says nothing yet, and as a beginning it would be that of half the catalog.
 */
export function nameExpressions(words: readonly string[]): { beginning: string; anywhere: string } {
  const typed = words.slice(0, MAX_WORDS).map((word) => word.slice(0, MAX_WORD_LENGTH));
  if (typed.length > 1 && (typed.at(-1) ?? "").length < MIN_PREFIX) typed.pop();
  const isLong = (typed.at(-1) ?? "").length >= MIN_PREFIX;
  const phrase = typed.map((word) => `"${word}"`).join(" + ");
  return {
    beginning: `name : ^ ${phrase}${isLong ? "*" : ""}`,
    anywhere: `name : (${conjunction(searchWords(typed.join(" ")))})`,
  };
}

function conjunction(words: readonly string[]): string {
  return words.map((word, index) => alternatives(word, index === words.length - 1)).join(" AND ");
}

function alternatives(word: string, asPrefix: boolean): string {
  const prefix = asPrefix && word.length >= MIN_PREFIX;
  const forms = formsOf(word).filter((form) => !prefix || form === word || !form.startsWith(word));
  return `(${forms.map((form) => `"${form}"${prefix && form === word ? "*" : ""}`).join(" OR ")})`;
}

/** The word, and what its singular or plural may be: regular English forms. Wrong guesses find nothing and do no harm. */
function formsOf(word: string): string[] {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return [word];
  const singular = singularsOf(word);
  return singular.length > 0 ? [word, ...singular] : [word, pluralOf(word)];
}

function singularsOf(word: string): string[] {
  if (word.length < 4 || !/[^su]s$/.test(word)) return [];
  const stem = word.slice(0, -3);
  if (word.endsWith("ies")) return [`${stem}y`, word.slice(0, -1)];
  if (word.endsWith("ves")) return [`${stem}f`, `${stem}fe`, word.slice(0, -1)];
  if (/(s|x|z|ch|sh)es$/.test(word)) return [word.slice(0, -2), word.slice(0, -1)];
  return [word.slice(0, -1)];
}

function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (word.endsWith("fe")) return `${word.slice(0, -2)}ves`;
  if (/[lr]f$/.test(word)) return `${word.slice(0, -1)}ves`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
