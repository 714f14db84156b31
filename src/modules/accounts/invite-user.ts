import { requirePermission, type Role } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import { randomToken } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertCustomerStmt } from "../customers/index.ts";
import {
  ACTOR_LOST,
  actorInForceStmts,
  EMAIL_TAKEN,
  hashPassword,
  insertOneTimeTokenStmt,
  insertUserStmt,
  type UserRow,
  userInvited,
} from "../identity/index.ts";
import { emailTaken } from "./accounts.errors.ts";
import { userOrThrow } from "./list-users.ts";
import { requireAllOf, requireRank } from "./role-rank.ts";

export interface InviteUser {
  email: string;
  role: Role;
  first_name?: string | undefined;
  last_name?: string | undefined;
}

const INVITATION_SECONDS = 7 * 24 * 60 * 60;

/**
 * Makes an account for somebody, who gets a mail with a link that sets the password: only the holder of the address can log in. The link
 * works for seven days; after that "forgotten password" sends another.
 * @throws account.email_taken; user.role_too_high
 */
export async function inviteUser(ctx: Ctx, input: InviteUser): Promise<UserRow> {
  requirePermission(ctx, "user:manage");
  requireRank(ctx, [input.role]);
  requireAllOf(ctx, input.role);
  const now = isoTime(ctx.now());
  const id = ctx.newId();
  const tokenId = ctx.newId();
  await commit(ctx, {
    statements: [
      ...actorInForceStmts(ctx),
      insertUserStmt({
        id,
        email: input.email,
        username: null,
        firstName: input.first_name ?? "",
        lastName: input.last_name ?? "",
        role: input.role,
        // Nobody knows it. Without a time of change it is told from one that somebody has chosen.
        passwordHash: await hashPassword(randomToken(32), ctx.config.PASSWORD_COST),
        createdAt: now,
        updatedAt: now,
      }),
      insertCustomerStmt(ctx, { id }),
      insertOneTimeTokenStmt(ctx, {
        id: tokenId,
        userId: id,
        purpose: "reset_password",
        email: input.email,
        lifetimeSeconds: INVITATION_SECONDS,
      }),
    ],
    audit: { action: "user.invite", entity: "user", entityId: id, after: { role: input.role } },
    events: [userInvited({ user_id: id, token_id: tokenId })],
    constraints: {
      ...ACTOR_LOST,
      [EMAIL_TAKEN]: () => emailTaken("The address belongs to an account already. Give that one the role."),
    },
  });
  return userOrThrow(ctx, id);
}
