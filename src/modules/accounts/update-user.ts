import { rankOf, requirePermission, type Role } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import { followAccount } from "../cart/index.ts";
import {
  ACTOR_LOST,
  actorInForceStmts,
  changeStandingStmt,
  LAST_SUPERUSER,
  lastSuperuserError,
  revokeSessionsStmt,
  USER_UNCHANGED,
  type UserRow,
  userStandingChanged,
  voidAllOneTimeTokensStmt,
} from "../identity/index.ts";
import { roleNeedsVerifiedEmail, userErased } from "./accounts.errors.ts";
import { userOrThrow } from "./list-users.ts";
import { requireAllOf, requireRank } from "./role-rank.ts";

export interface UpdateUser {
  id: string;
  role?: Role | undefined;
  status?: "active" | "disabled" | undefined;
  /** Only this version is changed; undefined: whichever is found. */
  expectedVersion: number | undefined;
}

/**
 * Gives a user another role or status. Disabling ends the user's sessions and links in the same commit; API keys of the user rest while the
 * account is not active and never carry more than the role. What changes nothing writes nothing.
 * @throws resource.not_found; user.erased
 * @throws user.email_unverified when the user is to rise and has not confirmed the address: it may be a stranger's account
 * @throws user.role_too_high when the user's role, or the new one, is above the caller's
 * @throws resource.precondition_failed when another version is there; resource.conflict when it changed during the request
 * @throws user.last_superuser
 */
export async function updateUser(ctx: Ctx, input: UpdateUser): Promise<UserRow> {
  requirePermission(ctx, "user:manage");
  const user = await userOrThrow(ctx, input.id);
  const role = input.role ?? user.role;
  requireRank(ctx, [user.role, role]);
  if (rankOf(role) > rankOf(user.role)) requireAllOf(ctx, role);
  if (input.expectedVersion !== undefined && input.expectedVersion !== user.version) throw changedSince();
  if (user.status === "erased")
    throw userErased("There is no account any more, only its place in the books.");
  const status = input.status ?? user.status;
  if (role === user.role && status === user.status) return user;
  if (rankOf(role) > rankOf(user.role) && user.email_verified_at === null) {
    throw roleNeedsVerifiedEmail("A higher role needs an address that its owner has confirmed.");
  }
  const changed = { ...user, role, status, updated_at: isoTime(ctx.now()), version: user.version + 1 };
  await commit(ctx, {
    statements: [
      ...actorInForceStmts(ctx),
      changeStandingStmt(changed),
      ...(status === "disabled"
        ? [
            revokeSessionsStmt(ctx, { userId: user.id }, "account_disabled"),
            voidAllOneTimeTokensStmt(user.id),
          ]
        : []),
    ],
    audit: {
      action: "user.update",
      entity: "user",
      entityId: user.id,
      before: { role: user.role, status: user.status },
      after: { role, status },
    },
    events: [
      userStandingChanged({
        user_id: user.id,
        role,
        status,
        changed: [
          ...(role === user.role ? [] : ["role" as const]),
          ...(status === user.status ? [] : ["status" as const]),
        ],
      }),
    ],
    constraints: {
      ...ACTOR_LOST,
      [LAST_SUPERUSER]: lastSuperuserError,
      [USER_UNCHANGED]: () =>
        input.expectedVersion === undefined
          ? conflict("The user was changed at the same time. Read it again and retry.")
          : changedSince(),
    },
  });
  if (status !== user.status) await closeOrOpenCart(ctx, user.id);
  return changed;
}

/** At once, as a token may still be about; the event does the same for sure. */
async function closeOrOpenCart(ctx: Ctx, userId: string): Promise<void> {
  try {
    await followAccount(ctx, userId);
  } catch (error) {
    ctx.log.warn("the cart does not follow its account yet, the event will see to it", describeError(error));
  }
}

function changedSince() {
  return preconditionFailed("The user has changed since that version. Read it again.");
}
