import type { UserActor } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import { randomToken, sha256Hex } from "../../platform/crypto.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { mergeGuestCart } from "../cart/index.ts";
import {
  browserSessionEnd,
  hashRefreshToken,
  insertRefreshTokenStmt,
  insertSessionStmt,
  loggedInStmt,
  mustEnrol,
  newDeviceSeen,
  newRefreshToken,
  rememberDeviceStmt,
  USER_UNCHANGED,
  userUnchangedStmt,
} from "../identity/index.ts";
import { accountMoved } from "./accounts.errors.ts";
import { failAlike } from "./answer-alike.ts";
import { type CheckedLogin, checkLogin, type LogIn } from "./check-login.ts";
import { deviceHash, type Origin } from "./origin.ts";

const DAY = 24 * 60 * 60;
/** An unused refresh token ends after 30 days, a login after half a year however much it is used. */
const REFRESH_DAYS = 30;
const LOGIN_DAYS = 180;

export interface Begun {
  user: CheckedLogin["user"];
  actor: UserActor;
  /** The refresh token, or the cookie's value: given to the client, never stored. */
  secret: string;
  expiresAt: string;
}

/**
 * Logs a user in: by tokens (for apps) or in a browser (by cookie). What the guest had in the cart moves into the user's. What is refused
 * takes as long for every address, known or not.
 * @throws what `checkLogin` throws; resource.conflict when the account changed while its password was checked
 */
export async function beginSession(
  ctx: Ctx,
  kind: "token" | "browser",
  input: LogIn & { cartToken?: string | undefined },
  origin: Origin,
): Promise<Begun> {
  const login = await failAlike(ctx, () => checkLogin(ctx, input, origin));
  const { user } = login;
  const now = ctx.now();
  const sessionId = ctx.newId();
  const isBrowser = kind === "browser";
  const secret = isBrowser ? randomToken(32) : newRefreshToken();
  const expiresAt = isBrowser ? browserSessionEnd(now, now) : tokenSessionEnd(now, now);
  const device = await deviceHash(user.id, origin);
  // The first device of all is the one that the account was made on.
  const isNewDevice = login.devices.length > 0 && !login.devices.includes(device);
  const actor: UserActor = {
    kind: "user",
    id: user.id,
    role: user.role,
    sessionId,
    via: isBrowser ? "cookie" : "token",
    mustEnrol: mustEnrol(ctx.config, user.role, user.has_second_factor === 1),
  };
  const acting = deriveCtx(ctx, { actor });
  await commit(acting, {
    statements: [
      userUnchangedStmt(user),
      ...login.use.statements,
      insertSessionStmt({
        id: sessionId,
        userId: user.id,
        kind,
        secretHash: isBrowser ? await sha256Hex(secret) : null,
        userAgent: origin.userAgent,
        country: origin.country,
        createdAt: isoTime(now),
        lastSeenAt: isoTime(now),
        confirmedAt: isoTime(now),
        expiresAt,
      }),
      ...(isBrowser
        ? []
        : [insertRefreshTokenStmt(ctx, { hash: await hashRefreshToken(secret), sessionId })]),
      rememberDeviceStmt(ctx, user.id, device),
      loggedInStmt(ctx, user.id),
    ],
    audit: {
      action: "session.begin",
      entity: "user",
      entityId: user.id,
      after: { session_id: sessionId, kind },
    },
    events: [
      ...login.use.events,
      ...(isNewDevice ? [newDeviceSeen({ user_id: user.id, session_id: sessionId })] : []),
    ],
    constraints: {
      ...login.use.constraints,
      [USER_UNCHANGED]: accountMoved,
    },
  });
  await Promise.all([login.succeeded(), takeCartAlong(acting, input.cartToken, user.id)]);
  return { user, actor, secret, expiresAt };
}

/** When a login by tokens that is used now will end if it is not used again. */
export function tokenSessionEnd(now: Date, createdAt: Date): string {
  const idle = addSeconds(now, REFRESH_DAYS * DAY);
  const absolute = addSeconds(createdAt, LOGIN_DAYS * DAY);
  return isoTime(idle < absolute ? idle : absolute);
}

/** A failure does not undo the login: the next request that carries the cart's token merges it. */
async function takeCartAlong(ctx: Ctx, token: string | undefined, userId: string): Promise<void> {
  if (token === undefined) return;
  try {
    await mergeGuestCart(ctx, { token, userId });
  } catch (error) {
    ctx.log.warn("the guest's cart was not merged at login", describeError(error));
  }
}
