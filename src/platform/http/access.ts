import { type Permission, requirePermission } from "../auth.ts";
import type { Ctx } from "../ctx.ts";

/**
 * Who may call a route. Every route declares one:
 * - public: anybody; credentials are not even looked at
 * - permission: the table of roles and scopes decides
 * - capability: holders of the permission, or of the token that belongs to the object (checked where it is read)
 * - signature: machines that prove themselves by signing the body
 */
export type Access =
  | { kind: "public" }
  | { kind: "permission"; permission: Permission }
  | { kind: "capability"; permission: Permission; header: string }
  | { kind: "signature"; header: string };

export const anyone: Access = { kind: "public" };

export function permission(name: Permission): Access {
  return { kind: "permission", permission: name };
}

export function capability(name: Permission, header: string): Access {
  return { kind: "capability", permission: name, header };
}

export function signature(header: string): Access {
  return { kind: "signature", header };
}

/** Enforces what can be decided before the object is read. */
export function enforceAccess(access: Access, ctx: Ctx): void {
  if (access.kind === "permission") requirePermission(ctx, access.permission);
}
