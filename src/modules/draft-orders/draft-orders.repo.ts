import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import type { DraftStatus } from "./draft-orders.machine.ts";
import { type DraftContent, draftOrders } from "./draft-orders.table.ts";

export interface DraftRow {
  id: string;
  status: DraftStatus;
  currency: string;
  email: string | null;
  customer_id: string | null;
  /** JSON: DraftContent */
  content: string;
  order_id: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

const COLUMNS = sql`id, status, currency, email, customer_id, content, order_id, created_at, updated_at, version`;

/** The NOT NULL that a change violates when the draft is not what it was read as. */
export const DRAFT_UNCHANGED = "draft_orders.version";

export function findDraft(ctx: Ctx, id: string): Promise<DraftRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM draft_orders WHERE id = ${id}`,
  ).first<DraftRow>();
}

export interface DraftFilter {
  status?: DraftStatus | undefined;
  customer_id?: string | undefined;
}

/** Drafts, newest first, from a position on. The id breaks ties. */
export function findDrafts(
  ctx: Ctx,
  filter: DraftFilter,
  after: Position | undefined,
  limit: number,
): Promise<DraftRow[]> {
  const where: SQL[] = [sql`1 = 1`];
  if (filter.status !== undefined) where.push(sql`status = ${filter.status}`);
  if (filter.customer_id !== undefined) where.push(sql`customer_id = ${filter.customer_id}`);
  if (after) where.push(sql`(created_at, id) < (${after.value}, ${after.id})`);
  return ctx.db.all<DraftRow>(sql`SELECT ${COLUMNS} FROM draft_orders WHERE ${sql.join(where, sql` AND `)}
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`);
}

/** The drafts that were written for a customer, oldest first. */
export function findDraftsOf(ctx: Ctx, customerId: string): Promise<DraftRow[]> {
  return ctx.db.all<DraftRow>(
    sql`SELECT ${COLUMNS} FROM draft_orders WHERE customer_id = ${customerId} ORDER BY created_at, id`,
  );
}

/** What staff decide about a draft. */
export interface DraftFields {
  currency: string;
  email: string | null;
  customerId: string | null;
  content: DraftContent;
}

export function insertDraftStmt(ctx: Ctx, id: string, fields: DraftFields): Statement {
  const now = isoTime(ctx.now());
  return insertRows(draftOrders, [{ id, status: "open", ...fields, createdAt: now, updatedAt: now }]);
}

/** Writes a draft anew. Violates DRAFT_UNCHANGED when it was changed, sent or cancelled since it was read. */
export function updateDraftStmt(ctx: Ctx, draft: DraftRow, fields: DraftFields): Statement {
  return sql`UPDATE draft_orders SET currency = ${fields.currency}, email = ${fields.email}, customer_id = ${fields.customerId},
      content = ${JSON.stringify(fields.content)}, updated_at = ${isoTime(ctx.now())}, version = ${nextVersion(draft)}
    WHERE id = ${draft.id}`;
}

/** Ends a draft, as an order or without one. Violates DRAFT_UNCHANGED as above. */
export function closeDraftStmt(
  ctx: Ctx,
  draft: DraftRow,
  end: { status: "sent"; orderId: string } | { status: "cancelled" },
): Statement {
  return sql`UPDATE draft_orders SET status = ${end.status}, order_id = ${"orderId" in end ? end.orderId : null},
      updated_at = ${isoTime(ctx.now())}, version = ${nextVersion(draft)}
    WHERE id = ${draft.id}`;
}

function nextVersion(draft: DraftRow): SQL {
  return sql`CASE WHEN version = ${draft.version} AND status = 'open' THEN version + 1 END`;
}
