import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { hasUnrevokedKeys, revokeApiKeysStmt } from "./api-keys.repo.ts";
import { apiKeyOrThrow } from "./list-api-keys.ts";

/**
 * Ends a key for good, and with it all that were made with it; nothing happens if they are revoked already. Whoever manages keys may revoke
 * every key, also one that may more than they: taking power away is safe, and a leaked key must not have to wait. Isolates that know the
 * key serve its reads for up to 10 s more.
 * @throws resource.not_found
 */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, "apikey:manage");
  const { scopes, expires_at } = await apiKeyOrThrow(ctx, id);
  if (!(await hasUnrevokedKeys(ctx, id))) return;
  await commit(ctx, {
    statements: [revokeApiKeysStmt(ctx, id)],
    audit: {
      action: "api_key.revoke",
      entity: "api_key",
      entityId: id,
      before: { scopes: JSON.parse(scopes) as unknown, expires_at },
    },
  });
}
