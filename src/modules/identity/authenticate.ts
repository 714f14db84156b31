import type { Actor } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidCredentials } from "../../platform/errors.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";
import { findApiKeyByHash } from "./identity.repo.ts";

type ApiKeyRow = NonNullable<Awaited<ReturnType<typeof findApiKeyByHash>>>;

/** A revoked key stays usable for this long in an isolate that saw it valid. */
const known = new MemoryCache<ApiKeyRow>({ limit: 1_000, ttlMs: 10_000 });

/**
 * The actor behind an Authorization header: a guest without one, the API key's owner with a valid one.
 * @throws auth.invalid_credentials for a malformed, unknown, expired or revoked credential
 */
export async function authenticate(ctx: Ctx, authorization: string | undefined): Promise<Actor> {
  if (authorization === undefined) return { kind: "guest" };
  const credential = /^Bearer ([^\s]+)$/i.exec(authorization)?.[1];
  if (credential === undefined || !isApiKey(credential)) throw refused();
  const hash = await hashApiKey(credential);
  const remembered = known.get(hash);
  const row = remembered ?? (await findApiKeyByHash(ctx, hash));
  if (!row || row.revokedAt !== null) throw refused();
  if (row.expiresAt !== null && row.expiresAt <= isoTime(ctx.now())) throw refused();
  // Only what was just read: a key in constant use must not stay known for ever.
  if (!remembered) known.set(hash, row);
  return { kind: "api_key", id: row.id, name: row.name, scopes: row.scopes };
}

function refused() {
  return invalidCredentials("The bearer credential is not a valid API key.", {
    headers: { "WWW-Authenticate": 'Bearer realm="api", error="invalid_token"' },
  });
}
