import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { lowStock } from "./inventory.events.ts";
import { findNewlyLow, markLowStmt, NOT_MARKED } from "./low-stock.repo.ts";

const ATTEMPTS = 5;

class Overtaken extends Error {}

/**
 * Tells of variants that have fallen below their threshold, each once until it has risen again: the mark and the event are one
 * commit, and of parallel runs one marks. Repeating it changes nothing.
 */
export async function watchLowStock(ctx: Ctx, of: Parameters<typeof findNewlyLow>[1]): Promise<void> {
  // Not recorded as a delivery: merged with a repeated event, a new one would be taken for processed.
  const unrecorded = deriveCtx(ctx, { delivery: undefined });
  for (let attempt = 1; ; attempt += 1) {
    const ids = await findNewlyLow(ctx, of);
    if (ids.length === 0) return;
    try {
      await commit(unrecorded, {
        statements: [markLowStmt(ids)],
        events: ids.map((id) => lowStock({ variant_id: id })),
        constraints: {
          [NOT_MARKED]: () => new Overtaken("a variant was marked or has risen at the same time"),
        },
      });
      return;
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === ATTEMPTS) throw error;
    }
  }
}
