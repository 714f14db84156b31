import type { z } from "zod";
import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import type { operatorActed } from "./audit.events.ts";

/** Writes into the log what an operator did to an account, as the command that did it. */
export async function recordOperator(
  ctx: Ctx,
  payload: z.output<typeof operatorActed.schema>,
): Promise<void> {
  const { action, user_id, before, after } = payload;
  await commit(deriveCtx(ctx, { actor: { kind: "system", job: "user:create" } }), {
    statements: [],
    audit: { action, entity: "user", entityId: user_id, before, after },
  });
}
