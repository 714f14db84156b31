import { absoluteUrl } from "../catalog/index.ts";
import type { ProductMediaItem } from "./product-media.repo.ts";
import type { ProductMedia } from "./product-media.schema.ts";

/** What a product shows, as staff see it. */
export function productMediaView(items: readonly ProductMediaItem[], publicUrl: string): ProductMedia[] {
  return items.map(({ id, url, alt, file }, index) => ({
    id,
    media_id: file?.id ?? null,
    url: absoluteUrl(url, publicUrl),
    alt,
    position: index + 1,
    content_type: file?.contentType ?? null,
    width: file?.width ?? null,
    height: file?.height ?? null,
  }));
}
