import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { mediaUploads } from "./uploads.table.ts";

export interface UploadRow {
  id: string;
  filename: string;
  alt: string;
  bytes: number;
  sha256: string | null;
  media_id: string | null;
  expires_at: string;
}

export function insertUploadStmt(row: typeof mediaUploads.$inferInsert): Statement {
  return insertRows(mediaUploads, [row]);
}

export function findUpload(ctx: Ctx, id: string): Promise<UploadRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT id, filename, alt, bytes, sha256, media_id, expires_at FROM media_uploads WHERE id = ${id}`,
  ).first<UploadRow>();
}

/** The constraint that an upload's second completion violates. */
export const UPLOAD_ONCE = "media_uploads_once";

/** Completes an upload with the file that it brought. */
export function completeUploadStmt(id: string, mediaId: string): Statement {
  return sql`UPDATE media_uploads SET uses = uses + 1, media_id = ${mediaId} WHERE id = ${id}`;
}

/** How long an upload that is over is remembered, to say so. */
const KEPT_SECONDS = 24 * 60 * 60;

/** Forgets uploads that ended long ago. */
export function deleteOldUploadsStmt(ctx: Ctx): Statement {
  return sql`DELETE FROM media_uploads WHERE expires_at <= ${isoTime(addSeconds(ctx.now(), -KEPT_SECONDS))}`;
}
