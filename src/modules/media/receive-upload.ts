import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { verifyToken } from "../../platform/tokens.ts";
import { MAX_SIGNED_UPLOAD_BYTES } from "./create-upload.ts";
import { discardObject } from "./discard-object.ts";
import {
  mediaChecksumMismatch,
  mediaLengthMismatch,
  uploadExpired,
  uploadTokenInvalid,
  uploadUsed,
} from "./media.errors.ts";
import { recordMedia, type RecordedMedia } from "./record-media.ts";
import { storeFile } from "./store-file.ts";
import { completeUploadStmt, findUpload, UPLOAD_ONCE, type UploadRow } from "./uploads.repo.ts";

export interface ReceiveUpload {
  id: string;
  token: string;
  body: ReadableStream<Uint8Array> | null;
  /** What the request's Content-Length says. */
  length: number | undefined;
}

/**
 * Takes in the file that was announced. The token is all that the sender has to show. One file completes the upload; until then, and until
 * it expires, a failed attempt may be repeated.
 * @throws media.upload_token_invalid; media.upload_expired; media.upload_used; media.length_mismatch; media.checksum_mismatch
 * @throws media.type_not_allowed
 */
export async function receiveUpload(ctx: Ctx, input: ReceiveUpload): Promise<RecordedMedia> {
  const { id, body, length } = input;
  if ((await verifyToken(ctx, "media_upload", input.token)) !== id) {
    throw uploadTokenInvalid("The token does not belong to this upload. Ask for a new one.");
  }
  const upload = await findUpload(ctx, id);
  if (!upload) throw notFound("There is no such upload.");
  if (upload.media_id !== null) throw used(upload.media_id);
  if (upload.expires_at <= isoTime(ctx.now())) {
    throw uploadExpired("The upload had to begin within an hour. Ask for a new one.");
  }
  const lengthMismatch = () => wrongLength(upload);
  if (length !== undefined && length !== upload.bytes) throw lengthMismatch();
  const stored = await storeFile(ctx, {
    body,
    length: upload.bytes,
    maxBytes: MAX_SIGNED_UPLOAD_BYTES,
    lengthMismatch,
  });
  if (upload.sha256 !== null && upload.sha256 !== stored.sha256) {
    await discardObject(ctx, stored.key);
    throw mediaChecksumMismatch("The bytes that arrived are not those that were announced.", {
      facts: { expected: upload.sha256, received: stored.sha256 },
    });
  }
  return recordMedia(ctx, {
    stored,
    filename: upload.filename,
    alt: upload.alt,
    with: {
      statements: (mediaId) => [completeUploadStmt(id, mediaId)],
      constraints: { [UPLOAD_ONCE]: () => used(undefined) },
    },
  });
}

function used(mediaId: string | undefined) {
  return uploadUsed("A file was uploaded here before. Ask for a new upload.", {
    ...(mediaId === undefined ? {} : { facts: { media_id: mediaId } }),
  });
}

function wrongLength(upload: UploadRow) {
  return mediaLengthMismatch(`The file was announced with ${upload.bytes} bytes.`, {
    facts: { bytes: upload.bytes },
  });
}
