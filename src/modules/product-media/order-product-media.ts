import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { changeProductMedia, type MediaTarget } from "./change-product-media.ts";
import type { ProductMediaList } from "./product-media.repo.ts";

/**
 * Puts what a product shows into this order. `ids` name each of them once.
 * @throws request.invalid when they do not, and what `changeProductMedia` throws
 */
export function orderProductMedia(
  ctx: Ctx,
  target: MediaTarget,
  ids: readonly string[],
): Promise<ProductMediaList> {
  return changeProductMedia(ctx, target, "product.order_media", (items) => {
    const byId = new Map(items.map((item) => [item.id, item]));
    const ordered = ids.flatMap((id) => byId.get(id) ?? []);
    const isComplete = ids.length === byId.size && new Set(ordered).size === byId.size;
    if (!isComplete) {
      throw invalidInput("#/ids must name each file that the product shows once", {
        errors: [
          {
            pointer: "#/ids",
            code: "not_the_list",
            message: "must name each file that the product shows once",
          },
        ],
      });
    }
    return { items: ordered };
  });
}
