import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { addressHashes } from "./address-mark.ts";
import {
  deleteSuppressionStmt,
  findSuppressionById,
  findSuppressions,
  newSuppressionStmt,
  type Reason,
  type Scope,
  type SuppressionRow,
} from "./suppressions.repo.ts";

const SORT = "-created_at";

/** One keyset page of the suppressed addresses, the latest first. @throws auth.forbidden */
export async function listSuppressions(
  ctx: Ctx,
  input: {
    limit: number;
    cursor?: string | undefined;
    email?: string | undefined;
    scope?: Scope | undefined;
    reason?: Reason | undefined;
  },
) {
  requirePermission(ctx, "order:manage");
  const { limit, cursor, email, ...filter } = input;
  const hashes = email === undefined ? undefined : await addressHashes(ctx, email);
  const after = decodeCursor(cursor, SORT);
  const rows = await findSuppressions(ctx, { ...filter, hashes }, { after, limit: limit + 1 });
  return pageOf(rows, limit, (row) => ({ sort: SORT, value: row.created_at, id: row.id }));
}

/** @throws resource.not_found; auth.forbidden */
export async function getSuppression(ctx: Ctx, id: string): Promise<SuppressionRow> {
  requirePermission(ctx, "order:manage");
  const row = await findSuppressionById(ctx, id);
  if (!row) throw notFound("There is no such suppression.");
  return row;
}

/** Sends an address no more mail, or no more news. One that stands already is handed back as it is. @throws auth.forbidden */
export async function suppressByHand(
  ctx: Ctx,
  { email, scope }: { email: string; scope: Scope },
): Promise<{ row: SuppressionRow; isNew: boolean }> {
  requirePermission(ctx, "order:manage");
  const hashes = await addressHashes(ctx, email);
  const find = () => findSuppressions(ctx, { scope, hashes }, { after: undefined, limit: 1 });
  const [stands] = await find();
  // What a reader brought about, and may take back, is made lasting.
  if (stands && stands.reason !== "unsubscribed") return { row: stands, isNew: false };
  const id = stands?.id ?? ctx.newId();
  const statement = await newSuppressionStmt(ctx, {
    id,
    address: email,
    scope,
    reason: "manual",
    source: "staff",
  });
  await commit(ctx, {
    statements: [statement],
    audit: {
      action: "notification.suppress",
      entity: "mail_suppression",
      entityId: id,
      after: { scope, reason: "manual" },
    },
  });
  const [row] = await find();
  if (!row) throw notFound("The suppression was lifted meanwhile.");
  return { row, isNew: !stands && row.id === id };
}

/** Lets an address have mail again. The mail service may have a list of its own. @throws resource.not_found; auth.forbidden */
export async function liftSuppression(ctx: Ctx, id: string): Promise<void> {
  const { scope, reason, source, notification_id } = await getSuppression(ctx, id);
  await commit(ctx, {
    statements: [deleteSuppressionStmt(id)],
    audit: {
      action: "notification.lift_suppression",
      entity: "mail_suppression",
      entityId: id,
      before: { scope, reason, source, notification_id },
    },
  });
}
