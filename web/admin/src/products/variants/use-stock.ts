import { useQuery } from "@tanstack/react-query";
import { dataOf, everyItem, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";

export type StockOf = ReadonlyMap<string, Schema<"Stock">>;

/** The stock of a product's variants, by variant; undefined until it is read. */
export function useStock(productId: string): StockOf | undefined {
  const { data } = useQuery({
    queryKey: ["inventory", "of-product", productId],
    enabled: productId !== "",
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => {
      const found = new Map<string, Schema<"Stock">>();
      const pages = everyItem((cursor) =>
        dataOf(
          client.GET("/api/v1/inventory", {
            params: { query: { product_id: productId, limit: 100, ...(cursor ? { cursor } : {}) } },
            signal,
          }),
        ),
      );
      for await (const stock of pages) found.set(stock.variant_id, stock);
      return found;
    },
  });
  return data;
}
