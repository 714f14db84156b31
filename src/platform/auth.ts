import type { Ctx } from "./ctx.ts";
import { authenticationRequired, permissionDenied } from "./errors.ts";

/** Everything that a caller may be allowed to do. API keys carry a list of these as their scopes. */
export const PERMISSIONS = [
  "catalog:read",
  "cart:manage",
  "order:create",
  "order:manage",
  "product:manage",
  "inventory:manage",
  "media:manage",
  "user:manage",
  "apikey:manage",
  "audit:read",
  "system:admin",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Who acts. Jobs, the queue's consumers and Stripe are actors too: no verb runs without one. */
export type Actor =
  | { kind: "guest" }
  | { kind: "api_key"; id: string; name: string; scopes: readonly Permission[] }
  | { kind: "system"; job: string }
  | { kind: "stripe" };

/** The actor's id for rows that record who did something; null where there is none. */
export function actorId(actor: Actor): string | null {
  if (actor.kind === "api_key") return actor.id;
  if (actor.kind === "system") return actor.job;
  return null;
}

/** Whether the actor of this context holds the permission. The system may do everything, Stripe nothing by itself. */
export function hasPermission(ctx: Pick<Ctx, "actor" | "config">, permission: Permission): boolean {
  const { actor } = ctx;
  switch (actor.kind) {
    case "system":
      return true;
    case "api_key":
      return actor.scopes.includes(permission);
    case "guest":
      if (permission === "catalog:read") return true;
      return ctx.config.GUEST_CHECKOUT && (permission === "cart:manage" || permission === "order:create");
    case "stripe":
      return false;
  }
}

/**
 * @throws auth.required when a guest lacks the permission
 * @throws auth.forbidden when the caller is known but lacks it
 */
export function requirePermission(ctx: Pick<Ctx, "actor" | "config">, permission: Permission): void {
  if (hasPermission(ctx, permission)) return;
  if (ctx.actor.kind === "guest") {
    throw authenticationRequired(
      `This needs the permission ${permission}: send "Authorization: Bearer <API key>".`,
      {
        headers: { "WWW-Authenticate": 'Bearer realm="api"' },
      },
    );
  }
  throw permissionDenied(`This needs the permission ${permission}, which the credentials do not carry.`, {
    facts: { permission },
  });
}
