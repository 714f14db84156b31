import { useQuery } from "@tanstack/react-query";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { withRecent } from "./recent.ts";

export type Category = Schema<"Category">;

export const CATEGORIES_KEY = ["categories", "tree"];

/** All categories of the shop: the API answers the whole tree at once. */
export function useCategories() {
  return useQuery({
    queryKey: CATEGORIES_KEY,
    queryFn: async ({ signal }) =>
      withRecent((await dataOf(client.GET("/api/v1/categories", { signal }))).data),
    refetchOnWindowFocus: false,
  });
}
