import { PERMISSIONS, requirePermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import type { CreateApiKey } from "./api-keys.schema.ts";
import { issueApiKey, type IssuedKey } from "./issue-api-key.ts";

/** Two years, the longer one with a leap day. */
const MAX_LIFETIME_MS = (365 + 366) * 24 * 60 * 60 * 1_000;

/**
 * Makes an API key that may do no more than its maker may now, and later no more than the maker may then; for no longer than the key that
 * asks for it, if one does.
 * @throws api_key.scopes_too_wide; request.invalid when it would expire in the past or in more than two years
 */
export async function createApiKey(ctx: Ctx, input: CreateApiKey): Promise<IssuedKey> {
  requirePermission(ctx, "apikey:manage");
  return issueApiKey(ctx, {
    name: input.name,
    scopes: PERMISSIONS.filter((permission) => input.scopes.includes(permission)),
    expiresAt: input.expires_at === undefined ? null : expiryOf(ctx, input.expires_at),
    replaces: null,
  });
}

function expiryOf(ctx: Ctx, text: string): string {
  const at = new Date(text);
  const lifetime = at.getTime() - ctx.now().getTime();
  if (lifetime > 0 && lifetime <= MAX_LIFETIME_MS) return isoTime(at);
  const message = "must be in the future, and at most two years ahead";
  throw invalidInput(`#/expires_at ${message}`, {
    errors: [{ pointer: "#/expires_at", code: "out_of_range", message }],
  });
}
