import type { Schema } from "../../../../../client/index.ts";

/** A file of the library. */
export type Media = Schema<"Media">;

export function isPicture({ content_type: type }: Pick<Media, "content_type">): boolean {
  return type.startsWith("image/");
}

/** Sizes that the shop scales to; see GET /media/{name}. */
type Width = 256 | 384 | 1024;

/** A picture not wider than what is shown. */
export function scaledUrl(
  { url, content_type: type }: Pick<Media, "url" | "content_type">,
  width: Width,
): string {
  return type === "image/svg+xml" ? url : `${url}?width=${width}`;
}

/** `JPEG, 1,200 × 800`. */
export function kindOf({ content_type: type, width, height }: Media): string {
  const name = type.replace(/^.*\//, "").replace("svg+xml", "svg").toUpperCase();
  return width && height ? `${name}, ${width.toLocaleString()} × ${height.toLocaleString()}` : name;
}
