import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { malformedRequest } from "../../platform/errors.ts";
import { recordMedia, type RecordedMedia } from "./record-media.ts";
import { storeFile } from "./store-file.ts";

/** The largest file that is uploaded with the caller's own credentials; larger ones get a signed upload. */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;

export interface UploadMedia {
  body: ReadableStream<Uint8Array> | null;
  /** What the request's Content-Length says. */
  length: number | undefined;
  filename: string;
  alt: string;
}

/**
 * Takes a file into the library. Its type is found from its bytes. The same bytes again are the file that is there already.
 * @throws media.empty; media.type_not_allowed; request.too_large; request.malformed when the body was cut off
 */
export async function uploadMedia(ctx: Ctx, input: UploadMedia): Promise<RecordedMedia> {
  requirePermission(ctx, "media:manage");
  const { filename, alt, ...file } = input;
  const stored = await storeFile(ctx, {
    ...file,
    maxBytes: MAX_UPLOAD_BYTES,
    lengthMismatch: () => malformedRequest("The body is not as long as its Content-Length says."),
  });
  return recordMedia(ctx, { stored, filename, alt });
}
