import { useEffect, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";

/** What an answer was about, so that an old one is never taken for a new one. */
interface Quoted {
  version: number | undefined;
  quote?: Schema<"Quote">;
  error?: unknown;
}

/** What the cart costs now, as placing the order would see it. Asked anew for every version of the cart. */
export function useQuote(version: number | undefined): Omit<Quoted, "version"> {
  const [quoted, setQuoted] = useState<Quoted>();
  useEffect(() => {
    let isCurrent = true;
    dataOf(client.POST("/api/v1/cart/quote"))
      .then((quote) => isCurrent && setQuoted({ version, quote }))
      .catch((error: unknown) => isCurrent && setQuoted({ version, error }));
    return () => (isCurrent = false);
  }, [version]);
  return quoted && quoted.version === version ? quoted : {};
}
