import { commit } from "../../platform/commit.ts";
import { subscribe } from "../../platform/events.ts";
import { categoryChanged, productChanged } from "../catalog/index.ts";
import { productIdsBelow } from "./categories.repo.ts";

/** Products an event: a category may hold thousands, and a step must not outgrow a delivery. */
const BATCH = 200;

export const categorySubscribers = [
  subscribe("catalog.reproject-category", categoryChanged, async (ctx, { category_id, after }) => {
    const ids = await productIdsBelow(ctx, category_id, after ?? "", BATCH);
    if (ids.length === 0) return;
    const last = ids.at(-1);
    const isMore = ids.length === BATCH && last !== undefined;
    await commit(ctx, {
      statements: [],
      events: [
        productChanged({ product_ids: ids }),
        ...(isMore ? [categoryChanged({ category_id, after: last })] : []),
      ],
    });
  }),
] as const;
