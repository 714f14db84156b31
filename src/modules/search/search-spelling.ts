/** A word that products have, and in how many. */
export interface KnownWord {
  word: string;
  count: number;
}

/**
 * The word that a mistyped one was most likely meant to be: the fewest slips away, then the most frequent. undefined when
 * none is near. A word that is still being typed may also be the beginning of a longer one.
 */
export function nearestWord(
  typed: string,
  known: readonly KnownWord[],
  isUnfinished: boolean,
): string | undefined {
  const allowed = slipsAllowed(typed);
  let best: { word: string; slips: number; count: number } | undefined;
  for (const { word, count } of known) {
    const slips = Math.min(slipsBetween(typed, word), isUnfinished ? slipsToPrefix(typed, word) : Infinity);
    if (slips > allowed) continue;
    if (!best || slips < best.slips || (slips === best.slips && count > best.count)) {
      best = { word, slips, count };
    }
  }
  return best?.word;
}

function slipsAllowed(word: string): number {
  if (word.length < 3 || /^\d+$/.test(word)) return 0;
  return word.length < 6 ? 1 : 2;
}

/** Half a slip more than between whole words, so that those are preferred. */
function slipsToPrefix(typed: string, word: string): number {
  if (word.length <= typed.length || typed.length < 4) return Infinity;
  return slipsBetween(typed, word.slice(0, typed.length)) + 0.5;
}

/** Letters left out, added, replaced, or swapped with their neighbour (optimal string alignment distance). */
export function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(previous, j) + 1,
          at(row, j - 1) + 1,
          at(previous, j - 1) + (same ? 0 : 1),
          swapped ? at(beforePrevious, j - 2) + 1 : Infinity,
        ),
      );
    }
    beforePrevious = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
