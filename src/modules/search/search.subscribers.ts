import { subscribe } from "../../platform/events.ts";
import { backupRestored } from "../backups/index.ts";
import { categoryChanged, productChanged } from "../catalog/index.ts";
import { stockChanged } from "../inventory/index.ts";
import { projectAvailability } from "./project-availability.ts";
import { projectCategories } from "./project-categories.ts";
import { projectProducts } from "./project-products.ts";
import { rebuildAfterRestore } from "./request-rebuild.ts";

function union(lists: string[][]): string[] {
  return [...new Set(lists.flat())];
}

// Projecting twice gives the same documents, so these record no processed event, and many changes are projected at once.
export const searchSubscribers = [
  subscribe(
    "search.project-products",
    productChanged,
    (ctx, payload) => projectProducts(ctx, payload.product_ids),
    {
      merge: (payloads) => ({ product_ids: union(payloads.map((payload) => payload.product_ids)) }),
      repeatable: true,
    },
  ),
  subscribe("search.project-categories", categoryChanged, (ctx) => projectCategories(ctx), {
    merge: ([first = { category_id: "" }]) => first,
    repeatable: true,
  }),
  subscribe(
    "search.project-availability",
    stockChanged,
    (ctx, payload) => projectAvailability(ctx, payload.variant_ids),
    {
      merge: (payloads) => ({ variant_ids: union(payloads.map((payload) => payload.variant_ids)) }),
      repeatable: true,
    },
  ),
  subscribe("search.rebuild-after-restore", backupRestored, rebuildAfterRestore, { repeatable: true }),
] as const;
