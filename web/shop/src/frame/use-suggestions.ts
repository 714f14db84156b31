import { useEffect, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { inCurrency } from "../reads/catalog.ts";

type Suggestion = Schema<"Suggestion">;

const PAUSE_MS = 120;
const SHORTEST = 2;
const NONE: Suggestion[] = [];

/** What the words being typed could become: asked for in a pause of typing; answers to earlier words are given up. */
export function useSuggestions(text: string): Suggestion[] {
  const [answer, setAnswer] = useState({ words: "", found: NONE });
  const words = text.trim();
  useEffect(() => {
    if (words.length < SHORTEST) return undefined;
    const stale = new AbortController();
    const timer = setTimeout(() => {
      const query = { q: words, ...inCurrency() };
      dataOf(client.GET("/api/v1/search/suggest", { params: { query }, signal: stale.signal }))
        .then(({ data }) => setAnswer({ words, found: data }))
        // Without suggestions the search works all the same.
        .catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stale.abort();
    };
  }, [words]);
  // While the next answer is on its way, those of the words before stay, so that the list does not flicker.
  return words.length < SHORTEST ? NONE : answer.found;
}

/** The page that a suggestion leads to. */
export function addressOfSuggestion({ kind, slug }: Suggestion): string {
  return kind === "category" ? `/categories/${slug}` : `/products/${slug}`;
}
