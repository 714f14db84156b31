import { subscribe } from "../../platform/events.ts";
import { categoryChanged, productChanged } from "../catalog/index.ts";
import { stockChanged } from "../inventory/index.ts";
import { projectAvailability } from "./project-availability.ts";
import { projectCategories } from "./project-categories.ts";
import { projectProducts } from "./project-products.ts";

function union(lists: string[][]): string[] {
  return [...new Set(lists.flat())];
}

// Projecting twice gives the same documents, so these record no processed event, and many changes are projected at once.
export const searchSubscribers = [
  subscribe(
    "search.project-products",
    productChanged,
    (ctx, payload) => projectProducts(ctx, payload.product_ids),
    (payloads) => ({ product_ids: union(payloads.map((payload) => payload.product_ids)) }),
  ),
  subscribe(
    "search.project-categories",
    categoryChanged,
    (ctx) => projectCategories(ctx),
    ([first = { category_id: "" }]) => first,
  ),
  subscribe(
    "search.project-availability",
    stockChanged,
    (ctx, payload) => projectAvailability(ctx, payload.variant_ids),
    (payloads) => ({ variant_ids: union(payloads.map((payload) => payload.variant_ids)) }),
  ),
] as const;
