import type { Runtime } from "../scripts/runtime/runtime.ts";
import type { Known } from "./catalog/products.ts";
import { hotPath, questions } from "./catalog/questions.ts";
import { startColdShop, startHotShop } from "./catalog/shop.ts";
import { send } from "./http.ts";
import type { Options } from "./options.ts";

export type ColdKind = "list" | "detail" | "search";

/** The API as deployed over a large read model, and questions that nobody has asked it before. */
export interface ColdCatalog {
  runtime: Runtime;
  /** So many paths of a kind, none of which comes again. @throws Error when there are no more */
  take: (kind: ColdKind, count: number) => string[];
}

/** Products, and so different pages of each kind. */
const PRODUCTS = 10_000;
/** What one round may ask: the rounds of a row, its warm-up included, stay below the number of products. */
export const MOST_COLD = 2_000;
/** Above every price in cents: makes another question, but no other answer. */
const NO_BOUND = 1_000_000;

/** Fills a read model and starts the API over it. */
export async function startColdCatalog(script: string, options: Options): Promise<ColdCatalog> {
  const { runtime: filled, known } = await startColdShop(script, PRODUCTS, options);
  await filled.stop();
  const runtime = await startHotShop(script, PRODUCTS, options);
  const list = await send<{ pagination: { next_cursor: string } }>(
    "GET",
    `${runtime.url}${hotPath("list", known)}`,
  );
  const cursor = list.body.pagination.next_cursor;
  const all: Record<ColdKind, string[]> = {
    list: questions("list", known, PRODUCTS, cursor),
    detail: questions("detail", known, PRODUCTS, cursor),
    search: known.map(search),
  };
  return {
    runtime,
    take(kind, count) {
      const taken = all[kind].splice(0, count);
      if (taken.length < count) throw new Error(`there are no more cold questions: ${kind}`);
      return taken;
    },
  };
}

function search({ name }: Known, index: number): string {
  const words = name.split(" ").slice(-2).join(" ");
  return `/api/v1/search?q=${encodeURIComponent(words)}&max_price=${NO_BOUND + index}`;
}
