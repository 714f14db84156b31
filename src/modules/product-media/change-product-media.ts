import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound, preconditionFailed } from "../../platform/errors.ts";
import { productChanged } from "../catalog/index.ts";
import { decideAnew, Overtaken, PRODUCT_UNCHANGED } from "../products/index.ts";
import {
  type ProductMediaItem,
  type ProductMediaList,
  readProductMedia,
  writeProductMediaStmts,
} from "./product-media.repo.ts";

/** What a product shows. @throws resource.not_found */
export async function productMediaOrThrow(ctx: Ctx, productId: string): Promise<ProductMediaList> {
  requirePermission(ctx, "product:manage");
  const list = await readProductMedia(ctx, productId);
  if (!list) throw notFound("There is no such product.");
  return list;
}

/** One of the things that a product shows. @throws resource.not_found */
export function itemOrThrow(items: readonly ProductMediaItem[], id: string): ProductMediaItem {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw notFound("The product shows no such file.");
  return item;
}

export interface MediaTarget {
  productId: string;
  /** Only this version of the product is changed; undefined: whichever is found. */
  expectedVersion: number | undefined;
}

interface NewList {
  items: ProductMediaItem[];
  /** A file that the library must still have when this is written. */
  needs?: string;
}

/**
 * Changes what a product shows: reads the list, lets `change` decide on the new one and writes it under the product's version.
 * Another change in between makes it decide anew, unless it is bound to a version. The same list again is not written.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict when others were faster again and again
 */
export function changeProductMedia(
  ctx: Ctx,
  target: MediaTarget,
  action: string,
  change: (items: readonly ProductMediaItem[]) => NewList | Promise<NewList>,
): Promise<ProductMediaList> {
  const { productId: id, expectedVersion } = target;
  return decideAnew(async () => {
    const before = await productMediaOrThrow(ctx, id);
    if (expectedVersion !== undefined && expectedVersion !== before.version) {
      throw preconditionFailed("The product has changed since that version. Read it again.");
    }
    const { items, needs } = await change(before.items);
    if (JSON.stringify(items) === JSON.stringify(before.items)) return before;
    await commit(ctx, {
      statements: writeProductMediaStmts(ctx, { id, version: before.version }, items, needs),
      audit: {
        action,
        entity: "product",
        entityId: id,
        before: { media: shown(before.items) },
        after: { media: shown(items) },
      },
      events: [productChanged({ product_ids: [id] })],
      constraints: { [PRODUCT_UNCHANGED]: () => new Overtaken("the product was changed at the same time") },
    });
    return { version: before.version + 1, items };
  });
}

function shown(items: readonly ProductMediaItem[]) {
  return items.map(({ url, alt }) => ({ url, alt }));
}
