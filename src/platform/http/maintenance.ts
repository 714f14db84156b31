import { type Permission, ROLE_PERMISSIONS } from "../auth.ts";
import type { Ctx } from "../ctx.ts";
import { maintenanceOn } from "../errors.ts";
import { flagValue, loadFlags, maintenance } from "../flags.ts";
import type { Access } from "./access.ts";

/**
 * What changes something also during maintenance: the operations, which end it, and logging in to get there; securing an account or a key; who
 * does not want mails any more. Beside these the machines that sign what they tell: it is only stored.
 */
const OPEN = /^\/api\/v1\/(ops\/|auth\/(?!register)|notifications\/unsubscribe)/;

const DEFAULT_RETRY_SECONDS = 300;

/** Whether maintenance stops requests of this kind. */
export function heedsMaintenance(method: string, path: string, access: Access): boolean {
  return !isSafe(method) && access.kind !== "signature" && !OPEN.test(path);
}

/**
 * Looks at the flags that decide about a request, before anything else of it. Reads look only where a guest's permission depends on one, and
 * wait for it only where the default would refuse: what is public costs nothing.
 * @throws maintenance with Retry-After
 */
export async function heedFlags(ctx: Ctx, method: string, path: string, access: Access): Promise<void> {
  if (access.kind === "signature") return;
  if (isSafe(method)) {
    if (access.kind !== "permission" || !FLAGGED.includes(access.permission)) return;
    return loadFlags(ctx, !ctx.config.GUEST_CHECKOUT);
  }
  await loadFlags(ctx);
  const { enabled, message, retry_after: seconds } = flagValue(ctx, maintenance);
  if (!enabled || !heedsMaintenance(method, path, access)) return;
  const retryAfter = seconds ?? DEFAULT_RETRY_SECONDS;
  throw maintenanceOn(message ?? "The shop is being maintained: it can be looked at, but not changed.", {
    headers: { "Retry-After": String(retryAfter) },
    facts: { retry_after: retryAfter },
  });
}

function isSafe(method: string): boolean {
  return /^(get|head|options)$/i.test(method);
}

/** What guests may or may not, by the flag guest_checkout. */
const FLAGGED: readonly Permission[] = ROLE_PERMISSIONS.guest.filter(
  (permission) => permission !== "catalog:read",
);
