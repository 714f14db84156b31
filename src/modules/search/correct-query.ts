import type { Ctx } from "../../platform/ctx.ts";
import { readBatch, type Statement } from "../../platform/db.ts";
import { type KnownWord, nearestWord } from "./search-spelling.ts";
import { knownWordsStmt, shortWordsStmt, similarWordsStmt, wordWithPrefixStmt } from "./words.repo.ts";

/** Below this length a slip may leave no three letters in a row as they were. */
const SHORT = 6;

/**
 * What the words were probably meant to be, when no product has them all: each word that no product has becomes the nearest
 * one that some have, or the two that it is made of. undefined when there is nothing to correct.
 */
export async function correctQuery(ctx: Ctx, words: readonly string[]): Promise<string[] | undefined> {
  const last = words.length - 1;
  const halves = words.flatMap((word) => splits(word).flat());
  const perWord = words.map((word) => [
    similarWordsStmt(word),
    ...(word.length < SHORT ? [shortWordsStmt(word)] : []),
  ]);
  const statements: Statement[] = [
    knownWordsStmt([...words, ...halves]),
    wordWithPrefixStmt(words[last] ?? ""),
    ...perWord.flat(),
  ];
  const [known = [], begun = [], ...similar] = await readBatch<KnownWord[]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    statements,
  );
  const exists = new Set(known.map(({ word }) => word));
  let next = 0;
  const corrected = words.map((word, index) => {
    const candidates = similar.slice(next, (next += perWord[index]?.length ?? 0)).flat();
    if (exists.has(word) || (index === last && begun.length > 0)) return word;
    const pair = splits(word).find((halvesOf) => halvesOf.every((half) => exists.has(half)));
    return nearestWord(word, candidates, index === last) ?? pair?.join(" ") ?? word;
  });
  return corrected.some((word, index) => word !== words[index])
    ? corrected.flatMap((w) => w.split(" "))
    : undefined;
}

/** The ways to read a word as two of at least three letters. */
function splits(word: string): [string, string][] {
  return Array.from({ length: Math.max(0, word.length - 5) }, (_, index) => [
    word.slice(0, index + 3),
    word.slice(index + 3),
  ]);
}
