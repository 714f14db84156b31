import { requirePermission } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { payloadTooLarge } from "../../platform/errors.ts";
import { signToken } from "../../platform/tokens.ts";
import { insertUploadStmt } from "./uploads.repo.ts";

/** The largest file of a signed upload. Cloudflare's own limit of request bodies may be lower, by the account's plan. */
export const MAX_SIGNED_UPLOAD_BYTES = 500 * 1024 * 1024;

const VALID_SECONDS = 60 * 60;

export interface CreateUpload {
  filename: string;
  alt: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string | undefined;
}

export interface SignedUpload {
  id: string;
  url: string;
  expiresAt: string;
}

/**
 * Announces a large file. Who holds the URL may upload that one file within the hour, without credentials.
 * @throws request.too_large
 */
export async function createUpload(ctx: Ctx, input: CreateUpload): Promise<SignedUpload> {
  requirePermission(ctx, "media:manage");
  if (input.bytes > MAX_SIGNED_UPLOAD_BYTES) {
    throw payloadTooLarge(`A file may have at most ${MAX_SIGNED_UPLOAD_BYTES} bytes.`, {
      facts: { max_bytes: MAX_SIGNED_UPLOAD_BYTES },
    });
  }
  const id = ctx.newId();
  const now = ctx.now();
  const expiresAt = isoTime(addSeconds(now, VALID_SECONDS));
  const { sha256 = null, ...announced } = input;
  await commit(ctx, {
    statements: [insertUploadStmt({ id, ...announced, sha256, expiresAt, createdAt: isoTime(now) })],
    audit: { action: "media.announce_upload", entity: "media_upload", entityId: id, after: announced },
  });
  const token = await signToken(ctx, "media_upload", id);
  return { id, url: `${ctx.config.PUBLIC_URL}/api/v1/media/uploads/${id}?token=${token}`, expiresAt };
}
