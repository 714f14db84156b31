import type { Actor } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";
import { hashApiKey, usableScopes } from "./api-key.ts";
import { apiKeyUsedStmt, findApiKeyByHash, type KnownKeyRow } from "./api-keys.repo.ts";
import { refused } from "./standing.ts";

/** For reads, a revoked key stays usable for this long in an isolate that saw it valid. */
const known = new MemoryCache<KnownKeyRow>({ limit: 1_000, ttlMs: 10_000 });

/** `last_used_at` is good to this many seconds: writing it for every request would cost more than the request. */
const USE_NOTED_SECONDS = 3_600;

/**
 * The actor behind an API key. A key never may more than the user who made it may now.
 * `fresh` asks the database even when this isolate knows the key.
 * @throws auth.invalid_credentials when it is unknown, expired, revoked, or its owner's account is not active
 */
export async function authenticateKey(ctx: Ctx, credential: string, fresh: boolean): Promise<Actor> {
  const hash = await hashApiKey(credential);
  const remembered = fresh ? undefined : known.get(hash);
  const row = remembered ?? (await findApiKeyByHash(ctx, hash));
  if (!row || row.revoked_at !== null) throw invalid();
  if (row.expires_at !== null && row.expires_at <= isoTime(ctx.now())) throw invalid();
  if (row.owner_status !== null && row.owner_status !== "active") throw invalid();
  // Only what was just read: a key in constant use must not stay known for ever.
  if (!remembered) {
    known.set(hash, row);
    noteUse(ctx, row);
  }
  return { kind: "api_key", id: row.id, name: row.name, scopes: usableScopes(ctx.config, row) };
}

function noteUse(ctx: Ctx, row: KnownKeyRow): void {
  const stale = isoTime(addSeconds(ctx.now(), -USE_NOTED_SECONDS));
  if (row.last_used_at !== null && row.last_used_at > stale) return;
  ctx.waitUntil(commit(deriveCtx(ctx, {}), { statements: [apiKeyUsedStmt(ctx, row.id)] }));
}

function invalid() {
  return refused("The API key is not valid: unknown, expired or revoked.");
}
