import type { Ctx } from "./ctx.ts";
import { authenticationRequired, permissionDenied, secondFactorEnrolmentRequired } from "./errors.ts";
import { guestCheckout, isEnabled } from "./flags.ts";

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

/** The roles of users, each above the one before it. A guest is no user. */
export const ROLES = ["customer", "staff", "admin", "superuser"] as const;

export type Role = (typeof ROLES)[number];

const SHOPPER: readonly Permission[] = ["catalog:read", "cart:manage", "order:create"];
const STAFF: readonly Permission[] = [
  ...SHOPPER,
  "order:manage",
  "product:manage",
  "inventory:manage",
  "media:manage",
];
const ADMIN: readonly Permission[] = [...STAFF, "user:manage", "apikey:manage", "audit:read"];

/** The table of who may do what. A guest shops only while the flag guest_checkout is on (see `permissionsOf`). */
export const ROLE_PERMISSIONS: Readonly<Record<"guest" | Role, readonly Permission[]>> = {
  guest: SHOPPER,
  customer: SHOPPER,
  staff: STAFF,
  admin: ADMIN,
  superuser: PERMISSIONS,
};

/** How high a role stands: customer 0 … superuser 3. */
export function rankOf(role: Role): number {
  return ROLES.indexOf(role);
}

/** A signed-in user, by access token or by the cookie of a browser session. */
export interface UserActor {
  kind: "user";
  id: string;
  role: Role;
  sessionId: string;
  via: "token" | "cookie";
  /** The role asks for a second factor that the user has not set up: until then only a customer's permissions hold. */
  mustEnrol: boolean;
  /** What the database said about the user during this request; absent when only the token was looked at. */
  standing?: Standing;
}

/** What has to be read from the database about a signed-in user, because a token may be older than it. */
export interface Standing {
  email: string;
  /** When the user last proved to be present: password, or second factor where there is one. */
  confirmedAt: string;
}

/** Who acts. Jobs, the queue's consumers and Stripe are actors too: no verb runs without one. */
export type Actor =
  | {
      kind: "guest";
      /** The Set-Cookie that takes the cookie of an ended session away. */ staleCookie?: string;
    }
  | UserActor
  | { kind: "api_key"; id: string; name: string; scopes: readonly Permission[] }
  | { kind: "system"; job: string }
  | { kind: "stripe" };

/** The actor's id for rows that record who did something; null where there is none. */
export function actorId(actor: Actor): string | null {
  if (actor.kind === "api_key" || actor.kind === "user") return actor.id;
  if (actor.kind === "system") return actor.job;
  return null;
}

/** All that the actor may do now. The system may do everything, Stripe nothing by itself. */
export function permissionsOf({ actor, config }: Pick<Ctx, "actor" | "config">): readonly Permission[] {
  switch (actor.kind) {
    case "system":
      return PERMISSIONS;
    case "api_key":
      return actor.scopes;
    case "user":
      return ROLE_PERMISSIONS[actor.mustEnrol ? "customer" : actor.role];
    case "guest":
      return isEnabled({ config }, guestCheckout) ? ROLE_PERMISSIONS.guest : ["catalog:read"];
    case "stripe":
      return [];
  }
}

/** Whether the actor of this context holds the permission. */
export function hasPermission(ctx: Pick<Ctx, "actor" | "config">, permission: Permission): boolean {
  return permissionsOf(ctx).includes(permission);
}

/**
 * @throws auth.required when a guest lacks the permission
 * @throws auth.second_factor_enrolment_required when only the missing second factor stands in the way
 * @throws auth.forbidden when the caller is known but lacks it
 */
export function requirePermission(ctx: Pick<Ctx, "actor" | "config">, permission: Permission): void {
  if (hasPermission(ctx, permission)) return;
  const { actor } = ctx;
  if (actor.kind === "guest") throw loginRequired(`This needs the permission ${permission}`);
  if (actor.kind === "user" && actor.mustEnrol && ROLE_PERMISSIONS[actor.role].includes(permission)) {
    throw secondFactorEnrolmentRequired(
      "This shop asks your role for a second factor. Set one up (POST /api/v1/auth/totp), then refresh or log in again.",
    );
  }
  throw permissionDenied(`This needs the permission ${permission}, which the credentials do not carry.`, {
    facts: { permission },
  });
}

/**
 * The signed-in user who acts.
 * @throws auth.required for guests; auth.forbidden for API keys, which belong to the shop and to no person
 */
export function requireUser(ctx: Pick<Ctx, "actor" | "config">): UserActor {
  const { actor } = ctx;
  if (actor.kind === "user") return actor;
  if (actor.kind === "guest") throw loginRequired("This is for signed-in users");
  throw permissionDenied("This is for signed-in users: an API key has no account.");
}

/** The 401 for who sent no credentials. */
export function loginRequired(reason: string) {
  return authenticationRequired(`${reason}: send "Authorization: Bearer <access token or API key>".`, {
    headers: { "WWW-Authenticate": 'Bearer realm="api"' },
  });
}
