import { type AuditKeys, auditKeys, erasureMarkOf } from "../../platform/audit-signature.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit, type Work } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { eraseStmt, findErasable, findErasureRow } from "./audit.repo.ts";
import { KEPT_ACTIONS } from "./erasable.ts";
import { examineRow } from "./examine-row.ts";

const ROWS_A_STEP = 1_000;

/**
 * Erases `before` and `after` of what the log says about an erased person and their orders: who did what to it and when stays, and
 * verifying finds the chain whole. Doing it again changes nothing.
 * @throws Error when no genuine row of the log says that the person was erased: nobody is made to disappear by a forged event
 */
export async function eraseFromAudit(
  ctx: Ctx,
  customerId: string,
  orderIds: readonly string[],
): Promise<void> {
  const keys = await auditKeys(ctx.config);
  const proof = await findErasureRow(ctx, customerId);
  if (!proof || (await examineRow(keys, proof)) !== undefined)
    throw new Error(`The audit log does not say that the customer ${customerId} was erased.`);
  const about = { customerId, orderIds, keep: KEPT_ACTIONS };
  for (;;) {
    const ids = await findErasable(ctx, about, ROWS_A_STEP);
    const isLast = ids.length < ROWS_A_STEP;
    // Only the last step makes the event count as processed: a run that was cut off is repeated.
    const work = ids.length === 0 ? { statements: [] } : await eraseWork(ctx, keys, customerId, ids);
    await commit(isLast ? ctx : deriveCtx(ctx, { delivery: undefined }), work);
    if (isLast) return;
  }
}

async function eraseWork(
  ctx: Ctx,
  keys: AuditKeys,
  customerId: string,
  ids: readonly string[],
): Promise<Work> {
  const erasedAt = isoTime(ctx.now());
  const marks = ids.map(async (id) => ({ id, mark: await erasureMarkOf(keys, id, erasedAt) }));
  return {
    statements: [eraseStmt(await Promise.all(marks), erasedAt)],
    audit: { action: "audit.erase", entity: "customer", entityId: customerId, after: { rows: ids.length } },
  };
}
