import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";

/** Products whose name or SKU begins with a text. */
export function useProductSearch(text: string) {
  const q = useDeferredValue(text.trim());
  return useQuery({
    queryKey: ["products", "search", q],
    enabled: q !== "",
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (await dataOf(client.GET("/api/v1/admin/products", { params: { query: { q, limit: 10 } }, signal })))
        .data,
  });
}
