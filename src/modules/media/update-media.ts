import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { mediaOrThrow } from "./list-media.ts";
import { MEDIA_UNCHANGED, type MediaRow, updateMediaStmt } from "./media.repo.ts";

export interface UpdateMedia {
  id: string;
  filename?: string | undefined;
  alt?: string | undefined;
  expectedVersion: number | undefined;
}

/**
 * Changes the name or the default text of a file. Products that show it keep their own text. The same again is not written.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict when it was changed at the same time
 */
export async function updateMedia(ctx: Ctx, input: UpdateMedia): Promise<MediaRow> {
  const row = await mediaOrThrow(ctx, input.id);
  checkMediaVersion(row, input.expectedVersion);
  const after = { filename: input.filename ?? row.filename, alt: input.alt ?? row.alt };
  if (after.filename === row.filename && after.alt === row.alt) return row;
  await commit(ctx, {
    statements: [updateMediaStmt(ctx, row, after)],
    audit: {
      action: "media.update",
      entity: "media",
      entityId: row.id,
      before: { filename: row.filename, alt: row.alt },
      after,
    },
    constraints: { [MEDIA_UNCHANGED]: () => mediaOvertaken(input.expectedVersion) },
  });
  return mediaOrThrow(ctx, row.id);
}

/** @throws resource.precondition_failed when the file is not of the version that the change is conditional on */
export function checkMediaVersion(row: MediaRow, expectedVersion: number | undefined): void {
  if (expectedVersion !== undefined && expectedVersion !== row.version) throw mediaOvertaken(expectedVersion);
}

/** What a lost race is called: 412 for whoever named a version, else 409. */
export function mediaOvertaken(expectedVersion: number | undefined) {
  return expectedVersion === undefined
    ? conflict("The file was changed at the same time. Read it again and retry.")
    : preconditionFailed("The file has changed since. Read it again.");
}
