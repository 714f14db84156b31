import type { Ctx } from "../../platform/ctx.ts";
import { changeProductMedia, itemOrThrow, type MediaTarget } from "./change-product-media.ts";

/**
 * Takes something off a product. The library keeps its file.
 * @throws resource.not_found, and what `changeProductMedia` throws
 */
export async function removeProductMedia(ctx: Ctx, target: MediaTarget, id: string): Promise<void> {
  await changeProductMedia(ctx, target, "product.remove_media", (items) => {
    const item = itemOrThrow(items, id);
    return { items: items.filter((other) => other !== item) };
  });
}
