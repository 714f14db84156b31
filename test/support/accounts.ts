import { env } from "cloudflare:workers";
import { insertCustomerStmt } from "../../src/modules/customers/index.ts";
import {
  hashPassword,
  insertSessionStmt,
  insertUserStmt,
  signAccessToken,
} from "../../src/modules/identity/index.ts";
import type { Role } from "../../src/platform/auth.ts";
import { addSeconds, isoTime } from "../../src/platform/clock.ts";
import { commit } from "../../src/platform/commit.ts";
import { createCtx, type Ctx } from "../../src/platform/ctx.ts";
import { unique } from "./shop.ts";

export interface TestUser {
  id: string;
  email: string;
  password: string;
  sessionId: string;
  headers: { Authorization: string };
}

export interface MakeUser {
  role?: Role;
  email?: string;
  /** Whether the address is verified; it is unless told otherwise. */
  verified?: boolean;
  password?: string;
  firstName?: string;
  lastName?: string;
  username?: string;
  /** How long ago the user proved to be present; 0 is good for what asks for a recent proof. */
  confirmedSecondsAgo?: number;
}

/** A context of the test itself, which may do everything. */
export function systemCtx(): Ctx {
  return createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
}

/** A user with a customer's profile who has just logged in, with an access token of that session. */
export async function makeUser(options: MakeUser = {}): Promise<TestUser> {
  const ctx = systemCtx();
  const {
    role = "customer",
    email = `${unique("user")}@example.com`,
    password = "a quite long password",
  } = options;
  const id = ctx.newId();
  const sessionId = ctx.newId();
  const now = isoTime(ctx.now());
  await commit(ctx, {
    statements: [
      insertUserStmt({
        id,
        email,
        username: options.username ?? null,
        firstName: options.firstName ?? "",
        lastName: options.lastName ?? "",
        passwordHash: await hashPassword(password, ctx.config.PASSWORD_COST),
        role,
        emailVerifiedAt: (options.verified ?? true) ? now : null,
        createdAt: now,
        updatedAt: now,
      }),
      insertCustomerStmt(ctx, { id }),
      insertSessionStmt({
        id: sessionId,
        userId: id,
        kind: "token",
        createdAt: now,
        lastSeenAt: now,
        confirmedAt: isoTime(addSeconds(ctx.now(), -(options.confirmedSecondsAgo ?? 0))),
        expiresAt: isoTime(addSeconds(ctx.now(), 3_600)),
      }),
    ],
  });
  const token = await signAccessToken(ctx, { id, role, sessionId, mustEnrol: false });
  return { id, email, password, sessionId, headers: { Authorization: `Bearer ${token}` } };
}
