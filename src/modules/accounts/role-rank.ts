import { permissionsOf, rankOf, type Role, ROLE_PERMISSIONS, ROLES } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { roleTooHigh } from "./accounts.errors.ts";

// Nobody touches, or gives away, what is above them.

/**
 * A caller stands as high as the lowest role that may all that the caller may: for users that is their own.
 * @throws user.role_too_high when one of the roles is above that
 */
export function requireRank(ctx: Ctx, roles: readonly Role[]): void {
  const permissions = permissionsOf(ctx);
  const own = ROLES.find((role) => permissions.every((each) => ROLE_PERMISSIONS[role].includes(each)));
  const tooHigh = roles.find((role) => own === undefined || rankOf(role) > rankOf(own));
  if (tooHigh === undefined) return;
  throw roleTooHigh(`The role ${tooHigh} is above your own.`, { facts: { role: tooHigh } });
}

/**
 * Whoever gives a role away must hold all of it: a key of few scopes must not make itself an administrator.
 * @throws user.role_too_high
 */
export function requireAllOf(ctx: Ctx, role: Role): void {
  const own = permissionsOf(ctx);
  const missing = ROLE_PERMISSIONS[role].filter((permission) => !own.includes(permission));
  if (missing.length === 0) return;
  throw roleTooHigh(`The role ${role} may more than you: ${missing.join(", ")}.`, {
    facts: { role, missing },
  });
}
