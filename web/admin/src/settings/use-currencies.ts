import { dataOf } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { useRead } from "../shared/use-read.ts";

/** What the shop sells in, its own currency first; none until it is known. */
export function useCurrencies(): readonly string[] {
  const { data } = useRead(["shop", "currencies"], (signal) =>
    dataOf(client.GET("/api/v1/shop", { signal })),
  );
  return data?.currencies ?? [];
}
