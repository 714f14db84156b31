import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import type { ApiKeyStatus, KeyOwner } from "./api-key.ts";
import { apiKeys, type NewApiKeyRow } from "./api-keys.table.ts";
import type { UserStatus } from "./users.table.ts";

/** A key with what its owner may do now; the owner's columns are null for keys made on the command line. */
export interface KnownKeyRow extends KeyOwner {
  id: string;
  name: string;
  scopes: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  owner_id: string | null;
  owner_status: UserStatus | null;
}

const OWNER = sql`k.owner_id, u.role AS owner_role,
  EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.enabled_at IS NOT NULL) AS owner_has_second_factor`;

/** The API key with this hash, valid or not. */
export function findApiKeyByHash(ctx: Ctx, hash: string): Promise<KnownKeyRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT k.id, k.name, k.scopes, k.expires_at, k.revoked_at, k.last_used_at, ${OWNER},
          u.status AS owner_status
        FROM api_keys k LEFT JOIN users u ON u.id = k.owner_id WHERE k.secret_hash = ${hash}`,
  ).first<KnownKeyRow>();
}

export function apiKeyUsedStmt(ctx: Ctx, id: string): Statement {
  return sql`UPDATE api_keys SET last_used_at = ${isoTime(ctx.now())} WHERE id = ${id}`;
}

/** A key as it is shown to who manages keys. */
export interface ApiKeyRow extends KeyOwner {
  id: string;
  name: string;
  prefix: string;
  scopes: string;
  owner_id: string | null;
  /** The key that asked for it; null when a user did. */
  issued_by: string | null;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  replaced_by: string | null;
}

function selectApiKeys(tail: SQL): Statement {
  return sql`SELECT k.id, k.name, k.prefix, k.scopes, ${OWNER}, k.issued_by, k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
      (SELECT s.id FROM api_keys s WHERE s.replaces = k.id) AS replaced_by
    FROM api_keys k LEFT JOIN users u ON u.id = k.owner_id ${tail}`;
}

export function findApiKey(ctx: Ctx, id: string): Promise<ApiKeyRow | null> {
  return prepareStatement(ctx.env.DB, selectApiKeys(sql`WHERE k.id = ${id}`)).first<ApiKeyRow>();
}

/** Keys, newest first, from a position on. The id breaks ties. */
export async function findApiKeys(
  ctx: Ctx,
  filter: { status?: ApiKeyStatus | undefined },
  page: { after: Position | undefined; limit: number },
): Promise<ApiKeyRow[]> {
  const where = [filter.status === undefined ? sql`1 = 1` : hasStatus(ctx, filter.status)];
  if (page.after) where.push(sql`(k.created_at, k.id) < (${page.after.value}, ${page.after.id})`);
  const statement = selectApiKeys(
    sql`WHERE ${sql.join(where, sql` AND `)} ORDER BY k.created_at DESC, k.id DESC LIMIT ${page.limit}`,
  );
  const { results } = await prepareStatement(ctx.env.DB, statement).all<ApiKeyRow>();
  return results;
}

function hasStatus(ctx: Ctx, status: ApiKeyStatus): SQL {
  if (status === "revoked") return sql`k.revoked_at IS NOT NULL`;
  const now = isoTime(ctx.now());
  return status === "expired"
    ? sql`k.revoked_at IS NULL AND k.expires_at <= ${now}`
    : sql`k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now})`;
}

export function insertApiKeyStmt(row: NewApiKeyRow): Statement {
  return insertRows(apiKeys, [row]);
}

/** A key with all that were made with it, and with those in turn. */
function familyOf(id: string): SQL {
  return sql`(WITH RECURSIVE family (id) AS (
      SELECT ${id} UNION SELECT k.id FROM api_keys k JOIN family f ON k.issued_by = f.id
    ) SELECT id FROM family)`;
}

/** Whether a key, or one that was made with it, is not revoked yet. */
export async function hasUnrevokedKeys(ctx: Ctx, id: string): Promise<boolean> {
  const statement = sql`SELECT 1 FROM api_keys WHERE id IN ${familyOf(id)} AND revoked_at IS NULL LIMIT 1`;
  return (await prepareStatement(ctx.env.DB, statement).first()) !== null;
}

/** Ends a key and all that were made with it, but for the one that takes its place. */
export function revokeApiKeysStmt(ctx: Ctx, id: string, but: { except?: string } = {}): Statement {
  return sql`UPDATE api_keys SET revoked_at = ${isoTime(ctx.now())}
    WHERE id IN ${familyOf(id)} AND id <> ${but.except ?? ""} AND revoked_at IS NULL`;
}

/** Lets a key and all that were made with it expire then, or when they would have anyway if that is earlier. */
export function expireApiKeysStmt(id: string, at: string, but: { except: string }): Statement {
  return sql`UPDATE api_keys SET expires_at = min(coalesce(expires_at, ${at}), ${at})
    WHERE id IN ${familyOf(id)} AND id <> ${but.except}`;
}

/** The constraints that a second successor of a key violates, and one of a key that is revoked or expired. */
export const REPLACED_ONCE = "api_keys.replaces";
export const REPLACE_ONE_IN_FORCE = "api_keys_replace_one_in_force";
/** The constraint that a key violates which would be good for longer than the key that asked for it. */
export const WITHIN_ISSUER = "api_keys_within_issuer";
