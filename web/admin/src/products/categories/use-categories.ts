import { useQuery } from "@tanstack/react-query";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";

export type Category = Schema<"Category">;

export const CATEGORIES_KEY = ["categories", "tree"];

/** All categories of the shop: the API answers the whole tree at once. */
export function useCategories() {
  return useQuery({
    queryKey: CATEGORIES_KEY,
    queryFn: async ({ signal }) => (await dataOf(client.GET("/api/v1/categories", { signal }))).data,
    // The public list is cached: read at once after a change it would show how it was before.
    staleTime: 65_000,
    refetchOnWindowFocus: false,
  });
}
