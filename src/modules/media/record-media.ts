import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { conflict, DomainError, notFound } from "../../platform/errors.ts";
import { ACTOR_LOST, actorInForceStmts } from "../identity/index.ts";
import { discardObject } from "./discard-object.ts";
import {
  findMediaBySha,
  insertMediaStmts,
  MEDIA_DUPLICATE,
  type MediaRow,
  OBJECT_EXPECTED,
} from "./media.repo.ts";
import type { StoredFile } from "./store-file.ts";

export interface RecordMedia {
  stored: StoredFile;
  filename: string;
  alt: string;
  /** What else belongs to the same commit. */
  with?: { statements(mediaId: string): Statement[]; constraints: Record<string, () => DomainError> };
}

export interface RecordedMedia {
  row: MediaRow;
  /** false: the library had these bytes already, and keeps what it had. */
  isNew: boolean;
}

const ATTEMPTS = 3;

/** Puts a stored file into the library. Bytes that are there already are not kept twice: the answer is the file that has them. */
export async function recordMedia(ctx: Ctx, input: RecordMedia): Promise<RecordedMedia> {
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const known = await findMediaBySha(ctx, input.stored.sha256);
      const recorded = known ? await recordDuplicate(ctx, known, input) : await recordNew(ctx, input);
      if (recorded) return recorded;
    }
    throw conflict("The same file was uploaded and deleted at the same time. Upload it again.");
  } catch (error) {
    // Only a refusal tells that nothing was written; else the collector finds out.
    if (error instanceof DomainError) await discardObject(ctx, input.stored.key);
    throw error;
  }
}

async function recordDuplicate(ctx: Ctx, row: MediaRow, input: RecordMedia): Promise<RecordedMedia> {
  const statements = input.with?.statements(row.id) ?? [];
  if (statements.length > 0) await commit(ctx, { statements, constraints: input.with?.constraints ?? {} });
  await discardObject(ctx, input.stored.key);
  return { row, isNew: false };
}

/** Undefined when somebody else recorded the same bytes meanwhile. */
async function recordNew(ctx: Ctx, input: RecordMedia): Promise<RecordedMedia | undefined> {
  const { stored, filename, alt } = input;
  const now = isoTime(ctx.now());
  const row: MediaRow = {
    id: stored.id,
    object_key: stored.key,
    sha256: stored.sha256,
    filename,
    alt,
    content_type: stored.type.contentType,
    bytes: stored.bytes,
    width: stored.width,
    height: stored.height,
    created_at: now,
    updated_at: now,
    version: 1,
  };
  let isDuplicate = false;
  try {
    await commit(ctx, {
      // The upload may have taken long: whoever lost their power meanwhile adds nothing.
      statements: [
        ...actorInForceStmts(ctx),
        ...insertMediaStmts(ctx, row),
        ...(input.with?.statements(row.id) ?? []),
      ],
      audit: { action: "media.upload", entity: "media", entityId: row.id, after: row },
      constraints: {
        ...ACTOR_LOST,
        ...input.with?.constraints,
        [MEDIA_DUPLICATE]: () => {
          isDuplicate = true;
          return conflict("The same file was uploaded at the same time.");
        },
        [OBJECT_EXPECTED]: () => notFound("The upload took too long and was cleaned away. Upload it again."),
      },
    });
  } catch (error) {
    if (isDuplicate) return undefined;
    throw error;
  }
  return { row, isNew: true };
}
