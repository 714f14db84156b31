import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { addressHashes, maskedAddress } from "./address-mark.ts";
import {
  type Category,
  mailSuppressions,
  type REASONS,
  type SCOPES,
  type SOURCES,
} from "./notifications.table.ts";

export type Scope = (typeof SCOPES)[number];
export type Reason = (typeof REASONS)[number];

export interface SuppressionRow {
  id: string;
  masked: string;
  scope: Scope;
  reason: Reason;
  source: (typeof SOURCES)[number];
  notification_id: string | null;
  created_at: string;
}

const COLUMNS = sql.raw("id, masked, scope, reason, source, notification_id, created_at");

/** What stands against a mail of the category to an address, by the address's hashes. */
export function findSuppression(
  ctx: Ctx,
  hashes: readonly string[],
  category: Category,
): Promise<SuppressionRow | null> {
  const scopes = category === "marketing" ? ["all", "marketing"] : ["all"];
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM mail_suppressions
        WHERE address_hash IN ${inList(hashes)} AND scope IN ${inList(scopes)} ORDER BY scope LIMIT 1`,
  ).first<SuppressionRow>();
}

interface About {
  scope: Scope;
  reason: Reason;
  source: SuppressionRow["source"];
  notificationId?: string | undefined;
}

/** One that stands already stays, but a complaint weighs more than unsubscribing, which its reader may take back. */
const STRONGER = sql`ON CONFLICT (address_hash, scope) DO UPDATE
  SET reason = excluded.reason, source = excluded.source, notification_id = excluded.notification_id
  WHERE mail_suppressions.reason = 'unsubscribed' AND excluded.reason <> 'unsubscribed'`;

/** Suppresses an address, of which only hash and masked form are kept. */
export async function newSuppressionStmt(
  ctx: Ctx,
  { address, id = ctx.newId(), ...about }: About & { address: string; id?: string },
): Promise<Statement> {
  const [hash = ""] = await addressHashes(ctx, address);
  return suppressionStmt(ctx, { ...about, id, hash, masked: maskedAddress(address) });
}

/** Suppresses an address that is known by its hash. */
export function suppressionStmt(
  ctx: Ctx,
  { hash, masked, id = ctx.newId(), ...about }: About & { hash: string; masked: string; id?: string },
): Statement {
  const row = { id, addressHash: hash, masked, createdAt: isoTime(ctx.now()), ...about };
  return insertRows(mailSuppressions, [row], STRONGER);
}

export interface SuppressionFilter {
  scope?: Scope | undefined;
  reason?: Reason | undefined;
  hashes?: readonly string[] | undefined;
}

/** Up to `limit` suppressions, the latest first. */
export function findSuppressions(
  ctx: Ctx,
  { scope, reason, hashes }: SuppressionFilter,
  page: { after: Position | undefined; limit: number },
): Promise<SuppressionRow[]> {
  const where: SQL[] = [sql`true`];
  if (scope !== undefined) where.push(sql`scope = ${scope}`);
  if (reason !== undefined) where.push(sql`reason = ${reason}`);
  if (hashes !== undefined) where.push(sql`address_hash IN ${inList(hashes)}`);
  if (page.after) where.push(sql`(created_at, id) < (${page.after.value}, ${page.after.id})`);
  return ctx.db.all<SuppressionRow>(
    sql`SELECT ${COLUMNS} FROM mail_suppressions WHERE ${sql.join(where, sql` AND `)}
        ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`,
  );
}

export function findSuppressionById(ctx: Ctx, id: string): Promise<SuppressionRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM mail_suppressions WHERE id = ${id}`,
  ).first<SuppressionRow>();
}

export function deleteSuppressionStmt(id: string): Statement {
  return sql`DELETE FROM mail_suppressions WHERE id = ${id}`;
}

/** Takes back what a reader's own unsubscribing brought. */
export function liftUnsubscribedStmt(hashes: readonly string[]): Statement {
  return sql`DELETE FROM mail_suppressions
             WHERE address_hash IN ${inList(hashes)} AND scope = 'marketing' AND reason = 'unsubscribed'`;
}
