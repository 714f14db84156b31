import { requirePermission } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { apiKeyStatus, usableScopes } from "./api-key.ts";
import {
  expireApiKeysStmt,
  REPLACE_ONE_IN_FORCE,
  REPLACED_ONCE,
  revokeApiKeysStmt,
} from "./api-keys.repo.ts";
import { keyNotRotatable } from "./identity.errors.ts";
import { issueApiKey, type IssuedKey } from "./issue-api-key.ts";
import { apiKeyOrThrow } from "./list-api-keys.ts";

/**
 * Replaces a key by a new one of the same name, expiry and usable scopes: what the old key's owner has lost is not carried over. The new
 * key belongs to who asks for it, as every key does (see `issueApiKey`). A key has one successor at most, however many ask for one. What
 * was made with the old key ends with it.
 * @param input.expireOldIn for how many seconds both can be used; 0 revokes the old one at once
 * @throws resource.not_found
 * @throws api_key.not_rotatable when it is revoked, expired or replaced, or its owner may do nothing of what it is for
 * @throws api_key.scopes_too_wide when the key may more than the caller, who could use the new one
 */
export async function rotateApiKey(ctx: Ctx, input: { id: string; expireOldIn: number }): Promise<IssuedKey> {
  requirePermission(ctx, "apikey:manage");
  const now = ctx.now();
  const old = await apiKeyOrThrow(ctx, input.id);
  const scopes = usableScopes(ctx.config, old);
  if (apiKeyStatus(old, now) !== "active" || old.replaced_by !== null || scopes.length === 0) throw refusal();
  const { id, name, expires_at: expiresAt } = old;
  const atOnce = input.expireOldIn === 0;
  const end = isoTime(addSeconds(now, input.expireOldIn));
  return issueApiKey(ctx, { name, scopes, expiresAt, replaces: id }, (newId) => ({
    // They follow the new key's row, whose insertion asks for an old key that is still in force.
    statements: [
      atOnce ? revokeApiKeysStmt(ctx, id, { except: newId }) : expireApiKeysStmt(id, end, { except: newId }),
    ],
    audit: {
      action: "api_key.rotate",
      entity: "api_key",
      entityId: id,
      before: { ends_at: expiresAt },
      after: { replaced_by: newId, ends_at: end },
    },
    constraints: { [REPLACED_ONCE]: refusal, [REPLACE_ONE_IN_FORCE]: refusal },
  }));
}

function refusal() {
  return keyNotRotatable(
    "Only a key that can be used and was not replaced yet can be rotated. Create a new one.",
  );
}
