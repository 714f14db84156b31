import { mediaPath, type MediaRow } from "./media.repo.ts";
import type { Media } from "./media.schema.ts";

/** A file of the library as its users see it. */
export function mediaView(row: MediaRow, publicUrl: string): Media {
  const { object_key: _key, ...shown } = row;
  return { ...shown, url: `${publicUrl}${mediaPath(row)}` };
}
