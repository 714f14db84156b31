import {
  loginRequired,
  type Permission,
  permissionsOf,
  requirePermission,
  requireUser,
  type UserActor,
} from "../auth.ts";
import type { Ctx } from "../ctx.ts";
import { stepUpRequired } from "../errors.ts";

/**
 * Who may call a route. Every route declares one:
 * - public: anybody; credentials are not even looked at
 * - permission: the table of roles and scopes decides; with `secret` also a machine that has nothing but this secret of the configuration
 * - caller: whoever is known: a signed-in user or an API key
 * - user: signed-in users, for what is their own; API keys belong to no person
 * - own: holders of the permission see all, other signed-in users only what is theirs
 * - capability: as `own`, and the holder of the token that belongs to the object (checked where it is read)
 * - signature: machines that prove themselves by signing the body
 */
export type Access =
  | { kind: "public" }
  | { kind: "permission"; permission: Permission; secret?: MachineSecret }
  | { kind: "caller" }
  | { kind: "user" }
  | { kind: "own"; permission: Permission }
  | { kind: "capability"; permission: Permission; header: string }
  | { kind: "signature"; header: string };

/** Settings that are the bearer token of a machine, for one route. */
type MachineSecret = "METRICS_TOKEN";

export const anyone: Access = { kind: "public" };

export const anyCaller: Access = { kind: "caller" };

export const anyUser: Access = { kind: "user" };

export function permission(name: Permission): Access {
  return { kind: "permission", permission: name };
}

export function permissionOrSecret(name: Permission, secret: MachineSecret): Access {
  return { kind: "permission", permission: name, secret };
}

export function ownOr(name: Permission): Access {
  return { kind: "own", permission: name };
}

export function capability(name: Permission, header: string): Access {
  return { kind: "capability", permission: name, header };
}

export function signature(header: string): Access {
  return { kind: "signature", header };
}

/** Whether the route looks at who is calling. */
export function looksAtCaller(access: Access): boolean {
  return access.kind !== "public" && access.kind !== "signature";
}

/** Enforces what can be decided before the object is read. */
export function enforceAccess(access: Access, ctx: Ctx): void {
  switch (access.kind) {
    case "permission":
      return requirePermission(ctx, access.permission);
    case "caller":
      if (ctx.actor.kind === "guest") throw loginRequired("This is for known callers");
      return;
    case "user":
      requireUser(ctx);
      return;
    case "own":
      if (ctx.actor.kind !== "user" && !permissionsOf(ctx).includes(access.permission)) {
        requirePermission(ctx, access.permission);
      }
      return;
    case "public":
    case "capability":
    case "signature":
  }
}

/** For how long having proved to be present is enough for what must not be done by a stolen session. */
export const STEP_UP_SECONDS = 15 * 60;

/**
 * Asks a signed-in user to have proved their presence a short while ago; an API key's scopes are explicit enough.
 * @throws auth.step_up_required
 */
export function requireRecentProof(ctx: Ctx): void {
  if (ctx.actor.kind !== "user") return;
  if (isRecent(ctx, ctx.actor)) return;
  throw stepUpRequired(
    "Confirm that it is you: POST /api/v1/auth/step-up with your password, or a code of your second factor if you have one.",
  );
}

function isRecent(ctx: Ctx, actor: UserActor): boolean {
  if (!actor.standing) return false;
  return Date.parse(actor.standing.confirmedAt) + STEP_UP_SECONDS * 1_000 > ctx.now().getTime();
}
