import { useCallback, useEffect, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";

/** What an answer was about, so that an old one is never taken for a new one. */
interface Quoted {
  version: number | undefined;
  refusal: unknown;
  quote?: Schema<"Quote">;
  error?: unknown;
}

/**
 * What the cart costs now, as placing the order would see it. Asked anew for every version of the cart, and after every `refusal`
 * of what the last answer said.
 */
export function useQuote(version: number | undefined, refusal?: unknown) {
  const [quoted, setQuoted] = useState<Quoted>();
  const [tries, setTries] = useState(1);
  useEffect(() => {
    let isCurrent = true;
    dataOf(client.POST("/api/v1/cart/quote"))
      .then((quote) => isCurrent && setQuoted({ version, refusal, quote }))
      .catch((error: unknown) => isCurrent && setQuoted({ version, refusal, error }));
    return () => (isCurrent = false);
  }, [version, refusal, tries]);
  const askAgain = useCallback(() => {
    setQuoted(undefined);
    setTries((count) => count + 1);
  }, []);
  const isOfNow = quoted?.version === version && quoted?.refusal === refusal;
  return { quote: isOfNow ? quoted?.quote : undefined, error: isOfNow ? quoted?.error : undefined, askAgain };
}
