import { type SQL, sql } from "drizzle-orm";
import type { Signed } from "../../platform/audit-row.ts";
import type { SignedFacts } from "../../platform/audit-signature.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, readBatch, type Statement } from "../../platform/db.ts";

/** A row as it lies in the database. Somebody may have written anything into it. */
export interface AuditRow extends SignedFacts {
  seq: number;
  before: string | null;
  after: string | null;
  salt: string | null;
  row_hash: string | null;
  chain_hash: string | null;
  erased_at: string | null;
  erasure_mark: string | null;
}

/** A link as text: it goes into the head, which nothing that somebody wrote in its place may make unreadable. */
const LINK =
  "CASE typeof(chain_hash) WHEN 'blob' THEN 'blob ' || hex(chain_hash) ELSE chain_hash END AS chain_hash";

const COLUMNS = sql.raw(
  `seq, id, at, actor_kind, actor_id, credential_kind, credential_id, request_id, action, entity, entity_id, before, after,
   salt, before_digest, after_digest, row_hash, ${LINK}, erased_at, erasure_mark`,
);

/** What the `salt` of a row says that an older release wrote, which did not sign. */
export const LEGACY = "legacy";

export interface AuditFilter {
  actor_id?: string | undefined;
  actor_kind?: string | undefined;
  credential_id?: string | undefined;
  action?: string | undefined;
  entity?: string | undefined;
  entity_id?: string | undefined;
  request_id?: string | undefined;
  /** Times: from inclusive, to exclusive. */
  from?: string | undefined;
  to?: string | undefined;
}

/** One keyset page by number: up to `limit` rows. */
export async function findAuditRows(
  ctx: Ctx,
  { from, to, ...equal }: AuditFilter,
  page: { after: number | undefined; descending: boolean; limit: number },
): Promise<AuditRow[]> {
  const where: SQL[] = [sql`true`];
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) where.push(sql`${sql.identifier(column)} = ${value}`);
  if (from !== undefined) where.push(sql`at >= ${from}`);
  if (to !== undefined) where.push(sql`at < ${to}`);
  if (page.after !== undefined)
    where.push(page.descending ? sql`seq < ${page.after}` : sql`seq > ${page.after}`);
  return ctx.db.all<AuditRow>(sql`
    SELECT ${COLUMNS} FROM audit_log WHERE ${sql.join(where, sql` AND `)}
    ORDER BY seq ${sql.raw(page.descending ? "DESC" : "ASC")} LIMIT ${page.limit}`);
}

/** The row of this id. */
export async function findAuditRow(ctx: Ctx, id: string): Promise<AuditRow | undefined> {
  return (await ctx.db.all<AuditRow>(sql`SELECT ${COLUMNS} FROM audit_log WHERE id = ${id}`))[0];
}

/** The last two rows before this number and up to `limit` from it on, both in order, as they are at one moment. */
export async function findRowsFrom(
  ctx: Ctx,
  seq: number,
  limit: number,
): Promise<{ previous: AuditRow[]; rows: AuditRow[] }> {
  const [previous, rows] = await readBatch<[AuditRow, AuditRow]>(ctx.env.DB, [
    sql`SELECT ${COLUMNS} FROM audit_log WHERE seq < ${seq} ORDER BY seq DESC LIMIT 2`,
    sql`SELECT ${COLUMNS} FROM audit_log WHERE seq >= ${seq} ORDER BY seq LIMIT ${limit}`,
  ]);
  return { previous: previous.reverse(), rows };
}

/** The last number that was ever given, also when its row is gone; 0 in an empty log. */
export async function findLastNumber(ctx: Ctx): Promise<number> {
  const [given, present] = await readBatch<[{ seq: number }, { seq: number | null }]>(ctx.env.DB, [
    sql`SELECT seq FROM sqlite_sequence WHERE name = 'audit_log'`,
    sql`SELECT MAX(seq) AS seq FROM audit_log`,
  ]);
  return Math.max(given[0]?.seq ?? 0, present[0]?.seq ?? 0);
}

/** The last row that carries a link of the chain. */
export async function findLastSealed(ctx: Ctx): Promise<{ seq: number; chain_hash: string } | undefined> {
  const rows = await ctx.db.all<{ seq: number; chain_hash: string }>(
    sql`SELECT seq, ${sql.raw(LINK)} FROM audit_log WHERE audit_log.chain_hash IS NOT NULL ORDER BY seq DESC LIMIT 1`,
  );
  return rows[0];
}

/** The last row that an older release left unsigned; 0 when there is none. */
export async function findLastLegacy(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.all<{ seq: number | null }>(
    sql`SELECT MAX(seq) AS seq FROM audit_log WHERE salt = ${LEGACY} AND row_hash IS NULL`,
  );
  return row?.seq ?? 0;
}

/** The NOT NULL that rows violate which somebody else has sealed meanwhile. */
export const UNSEALED = "audit_log.at";

/** Gives rows their links, all or none: those that have one already violate UNSEALED. */
export function sealStmt(links: readonly { seq: number; chain_hash: string }[]): Statement {
  return sql`UPDATE audit_log SET chain_hash = j.value ->> 'chain_hash', at = CASE WHEN chain_hash IS NULL THEN at END
    FROM json_each(${JSON.stringify(links)}) j WHERE seq = j.value ->> 'seq'`;
}

/** Signs rows that an older release left unsigned. */
export function signStmts(rows: readonly (Signed & { seq: number })[]): Statement[] {
  if (rows.length === 0) return [];
  return [
    sql`UPDATE audit_log SET salt = j.value ->> 'salt', before_digest = j.value ->> 'before_digest',
          after_digest = j.value ->> 'after_digest', row_hash = j.value ->> 'row_hash'
        FROM json_each(${JSON.stringify(rows)}) j WHERE seq = j.value ->> 'seq' AND row_hash IS NULL`,
  ];
}

/** The row that says that this person was erased. */
export async function findErasureRow(ctx: Ctx, customerId: string): Promise<AuditRow | undefined> {
  const rows = await ctx.db.all<AuditRow>(sql`
    SELECT ${COLUMNS} FROM audit_log
    WHERE entity = 'customer' AND entity_id = ${customerId} AND action = 'customer.erase' LIMIT 1`);
  return rows[0];
}

/** Up to `limit` ids of rows about this person or these orders whose content is not erased yet. `keep`: actions that hold nothing personal. */
export async function findErasable(
  ctx: Ctx,
  about: { customerId: string; orderIds: readonly string[]; keep: readonly string[] },
  limit: number,
): Promise<string[]> {
  const rows = await ctx.db.all<{ id: string }>(sql`
    SELECT id FROM audit_log
    WHERE ((entity IN ('user', 'customer') AND entity_id = ${about.customerId})
        OR (entity = 'order' AND entity_id IN ${inList(about.orderIds)}))
      AND erased_at IS NULL AND (before IS NOT NULL OR after IS NOT NULL) AND action NOT IN ${inList(about.keep)}
    ORDER BY seq LIMIT ${limit}`);
  return rows.map((row) => row.id);
}

/** Erases contents with their salts, and leaves the marks that say who did. */
export function eraseStmt(
  marks: readonly { id: string; mark: string | undefined }[],
  erasedAt: string,
): Statement {
  return sql`UPDATE audit_log SET before = NULL, after = NULL, salt = NULL, erased_at = ${erasedAt}, erasure_mark = j.value ->> 'mark'
    FROM json_each(${JSON.stringify(marks)}) j WHERE audit_log.id = j.value ->> 'id'`;
}
