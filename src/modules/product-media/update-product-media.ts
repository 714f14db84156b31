import type { Ctx } from "../../platform/ctx.ts";
import { changeProductMedia, itemOrThrow, type MediaTarget } from "./change-product-media.ts";
import type { ProductMediaList } from "./product-media.repo.ts";

export interface UpdateProductMedia {
  id: string;
  alt?: string | undefined;
  /** From 1; at most: behind all others. */
  position?: number | undefined;
}

/**
 * Changes the text of something that a product shows, or its place.
 * @throws resource.not_found, and what `changeProductMedia` throws
 */
export function updateProductMedia(
  ctx: Ctx,
  target: MediaTarget,
  { id, alt, position }: UpdateProductMedia,
): Promise<ProductMediaList> {
  return changeProductMedia(ctx, target, "product.update_media", (items) => {
    const item = itemOrThrow(items, id);
    const at = items.indexOf(item);
    const changed = { ...item, alt: alt ?? item.alt };
    return {
      items: items.toSpliced(at, 1).toSpliced(position === undefined ? at : position - 1, 0, changed),
    };
  });
}
