import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, type DomainError } from "../../platform/errors.ts";
import { discardObject } from "./discard-object.ts";
import { mediaOrThrow } from "./list-media.ts";
import { mediaInUse } from "./media.errors.ts";
import { deleteMediaStmts, MEDIA_DELETABLE, type MediaRow, productsWithMedia } from "./media.repo.ts";
import { checkMediaVersion, mediaOvertaken } from "./update-media.ts";

/**
 * Deletes a file that no product shows among its media or for a variant, whatever descriptions show. The shop answers it no more, nor any
 * size of it; copies in browsers and caches outside live on for as long as they keep them.
 * @throws resource.not_found; resource.precondition_failed; media.in_use; resource.conflict when it was changed at the same time
 */
export async function deleteMedia(ctx: Ctx, id: string, expectedVersion: number | undefined): Promise<void> {
  const row = await mediaOrThrow(ctx, id);
  checkMediaVersion(row, expectedVersion);
  let wasRefused = false;
  try {
    await commit(ctx, {
      statements: deleteMediaStmts(ctx, row),
      audit: { action: "media.delete", entity: "media", entityId: id, before: row },
      constraints: {
        [MEDIA_DELETABLE]: () => {
          wasRefused = true;
          return conflict("The file was changed at the same time.");
        },
      },
    });
  } catch (error) {
    throw wasRefused ? await reasonOf(ctx, row, expectedVersion) : error;
  }
  ctx.waitUntil(discardObject(ctx, row.object_key));
}

/** Why a file could not be deleted. */
async function reasonOf(ctx: Ctx, row: MediaRow, expectedVersion: number | undefined): Promise<DomainError> {
  const products = await productsWithMedia(ctx, row);
  if (products.length > 0) {
    return mediaInUse("Products show this file. Take it off them first.", {
      facts: { product_ids: products },
    });
  }
  await mediaOrThrow(ctx, row.id);
  return mediaOvertaken(expectedVersion);
}
