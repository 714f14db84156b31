import type { Schema } from "../../../../../client/index.ts";
import { rankOf, type Role } from "../roles/roles.ts";

type User = Schema<"User">;

interface Step {
  allowed: boolean;
  reason?: string;
}

/** Whether one of the role `mine` may change the role or status of a user at all; the API's rules, told before it is asked. */
export function changeOf(user: User, mine: Role | undefined): Step {
  if (user.status === "erased") return refused("There is no account any more, only its place in the books.");
  if (mine !== undefined && rankOf(user.role) > rankOf(mine))
    return refused(`The role ${user.role} is above your own.`);
  return { allowed: true };
}

/** Why a user cannot be given a role, undefined when they can. */
export function whyNot(user: User, role: Role): string | undefined {
  return rankOf(role) > rankOf(user.role) && !user.email_verified
    ? "A higher role needs an address that its owner has confirmed."
    : undefined;
}

function refused(reason: string): Step {
  return { allowed: false, reason };
}
