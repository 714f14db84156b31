import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { editProduct } from "./edit-product.ts";
import { findDue } from "./products.repo.ts";

/** Products a run: the next minute goes on with the rest. */
const BATCH = 50;

/** Puts the drafts on sale whose time has come. A product that somebody changes meanwhile is decided on anew. */
export async function publishDue(ctx: Ctx): Promise<string> {
  const now = isoTime(ctx.now());
  const published = new Set<string>();
  for (const id of await findDue(ctx, now, BATCH)) {
    const edit = { id, expectedVersion: undefined, action: "product.publish" };
    try {
      await editProduct(ctx, edit, ({ state }) => {
        const isDue = state.status === "draft" && state.publishAt !== null && state.publishAt <= now;
        if (!isDue) {
          published.delete(id);
          return state;
        }
        published.add(id);
        return { ...state, status: "active", publishAt: null };
      });
    } catch (error) {
      // Deleted, or changed again and again: the next run looks at it once more.
      if (!(error instanceof DomainError)) throw error;
      published.delete(id);
    }
  }
  return `${published.size} products published`;
}
