import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { findMedia, mediaPath, type MediaRow } from "../media/index.ts";
import { changeProductMedia, type MediaTarget } from "./change-product-media.ts";
import { mediaDuplicate, tooManyMedia } from "./product-media.errors.ts";
import { externalItem, type ProductMediaItem, type ProductMediaList } from "./product-media.repo.ts";

/** How much a product can show. */
export const MAX_PRODUCT_MEDIA = 250;

export interface AddProductMedia {
  /** A file of the library, or the address of a picture. */
  source: { mediaId: string } | { url: string };
  /** Default: what the library says of the file. */
  alt: string | undefined;
  /** From 1; default and at most: behind all others. */
  position: number | undefined;
}

/**
 * Makes a product show a file of the library or an external picture.
 * @throws request.invalid when the library has no such file; product.media_duplicate; product.too_many_media
 * @throws and what `changeProductMedia` throws
 */
export async function addProductMedia(
  ctx: Ctx,
  target: MediaTarget,
  input: AddProductMedia,
): Promise<ProductMediaList & { addedId: string }> {
  let addedId = "";
  const list = await changeProductMedia(ctx, target, "product.add_media", async (items) => {
    const item = await itemOf(ctx, target.productId, input);
    if (items.some(({ id }) => id === item.id)) {
      throw mediaDuplicate("The product shows this already.", { facts: { id: item.id } });
    }
    if (items.length >= MAX_PRODUCT_MEDIA) {
      throw tooManyMedia(`A product shows at most ${MAX_PRODUCT_MEDIA} files.`, {
        facts: { max: MAX_PRODUCT_MEDIA },
      });
    }
    addedId = item.id;
    const next = items.toSpliced((input.position ?? items.length + 1) - 1, 0, item);
    return { items: next, ...(item.file ? { needs: item.file.id } : {}) };
  });
  return { ...list, addedId };
}

async function itemOf(
  ctx: Ctx,
  productId: string,
  { source, alt }: AddProductMedia,
): Promise<ProductMediaItem> {
  if ("mediaId" in source) {
    const file = await findMedia(ctx, source.mediaId);
    if (file) return libraryItem(file, alt);
    throw invalidInput("#/media_id is no file of the library", {
      errors: [{ pointer: "#/media_id", code: "unknown_media", message: "is no file of the library" }],
    });
  }
  const url = withoutHost(source.url, ctx.config.PUBLIC_URL);
  const id = /^\/media\/([0-9a-f-]{36})\./.exec(url)?.[1];
  const file = id === undefined ? null : await findMedia(ctx, id);
  return file && mediaPath(file) === url ? libraryItem(file, alt) : externalItem(productId, url, alt ?? "");
}

function libraryItem(file: MediaRow, alt: string | undefined): ProductMediaItem {
  const { id, width, height, content_type: contentType } = file;
  return { id, url: mediaPath(file), alt: alt ?? file.alt, file: { id, contentType, width, height } };
}

/** Our own files are stored without the host, so that they survive a change of it. */
function withoutHost(url: string, publicUrl: string): string {
  return url.startsWith(`${publicUrl}/`) ? url.slice(publicUrl.length) : url;
}
