import { type Permission, permissionsOf } from "../../platform/auth.ts";
import { type AuditEntry, commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { ACTOR_LOST, actorInForceStmts } from "./acting.repo.ts";
import { newApiKey } from "./api-key.ts";
import { type ApiKeyRow, findApiKey, insertApiKeyStmt, WITHIN_ISSUER } from "./api-keys.repo.ts";
import type { NewApiKeyRow } from "./api-keys.table.ts";
import { scopesTooWide } from "./identity.errors.ts";
import { apiKeyCreated } from "./identity.events.ts";
import { refused } from "./standing.ts";

/** A key that was just made: its row, and the key itself, which nobody can read again. */
export interface IssuedKey {
  key: string;
  row: NewApiKeyRow;
}

/**
 * Makes a key and stores its hash. Whoever receives a key stands behind it: it belongs to the user who asks for it, or to the
 * owner of the key that asks for it, so no key outlives the standing of who got it. A key made with another one is good for no longer
 * than that, and ends with it: whoever got hold of a key cannot keep what it may. The owner gets a mail.
 * @param also what happens in the same commit, made from the new key's id
 * @throws api_key.scopes_too_wide when the caller lacks one of the scopes
 */
export async function issueApiKey(
  ctx: Ctx,
  wanted: { name: string; scopes: Permission[]; expiresAt: string | null; replaces: string | null },
  also?: (newId: string) => Required<Pick<Work, "statements" | "constraints">> & { audit: AuditEntry },
): Promise<IssuedKey> {
  requireOwnScopes(ctx, wanted.scopes);
  const issuer = ctx.actor.kind === "api_key" ? await findApiKey(ctx, ctx.actor.id) : null;
  const ownerId = ctx.actor.kind === "user" ? ctx.actor.id : (issuer?.owner_id ?? null);
  const expiresAt = notAfter(wanted.expiresAt, issuer);
  const { name, scopes, replaces } = wanted;
  const { key, row } = await newApiKey(name, scopes, ctx.now());
  const issued = { ...row, ownerId, expiresAt, replaces, issuedBy: issuer?.id ?? null };
  const created = {
    action: "api_key.create",
    entity: "api_key",
    entityId: row.id,
    after: { scopes, owner_id: ownerId, expires_at: expiresAt, replaces },
  };
  const more = also?.(row.id);
  // A repeat of the request is told the id: the key was made, but cannot be shown again.
  if (ctx.idempotency) ctx.idempotency.resourceId = row.id;
  await commit(ctx, {
    statements: [...actorInForceStmts(ctx), insertApiKeyStmt(issued), ...(more?.statements ?? [])],
    audit: [created, ...(more ? [more.audit] : [])],
    events: ownerId === null ? [] : [apiKeyCreated({ api_key_id: row.id, owner_id: ownerId })],
    constraints: {
      ...ACTOR_LOST,
      [WITHIN_ISSUER]: () => refused("The API key that asks ends sooner by now."),
      ...more?.constraints,
    },
  });
  return { key, row: issued };
}

function requireOwnScopes(ctx: Ctx, scopes: readonly Permission[]): void {
  const own = permissionsOf(ctx);
  const tooWide = scopes.filter((scope) => !own.includes(scope));
  if (tooWide.length === 0) return;
  throw scopesTooWide(`You do not hold ${tooWide.join(", ")} yourself.`, { facts: { scopes: tooWide } });
}

function notAfter(wanted: string | null, issuer: ApiKeyRow | null): string | null {
  const end = issuer?.expires_at ?? null;
  return end !== null && (wanted === null || wanted > end) ? end : wanted;
}
