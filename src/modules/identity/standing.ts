import { rankOf, type Role, type UserActor } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Config } from "../../platform/env.ts";
import { type DomainError, invalidCredentials } from "../../platform/errors.ts";
import type { StandingRow } from "./sessions.repo.ts";

/**
 * The user behind a session, if both are in order at this moment.
 * @throws auth.invalid_credentials when the session has ended or the account is not active any more
 */
export function userInGoodStanding(
  ctx: Pick<Ctx, "config" | "now">,
  row: StandingRow | null | undefined,
): UserActor {
  if (!row || hasEnded(ctx, row)) throw refused("The session has ended. Log in again.");
  if (row.status !== "active") throw refused("This account is not active.");
  return {
    kind: "user",
    id: row.user_id,
    role: row.role,
    sessionId: row.session_id,
    via: row.kind === "browser" ? "cookie" : "token",
    mustEnrol: mustEnrol(ctx.config, row.role, row.has_second_factor === 1),
    standing: { email: row.email, confirmedAt: row.confirmed_at },
  };
}

/** Whether the session still runs and its account is active. */
export function isInGoodStanding(ctx: Pick<Ctx, "now">, row: StandingRow): boolean {
  return !hasEnded(ctx, row) && row.status === "active";
}

function hasEnded(ctx: Pick<Ctx, "now">, row: StandingRow): boolean {
  return row.revoked_at !== null || row.expires_at <= isoTime(ctx.now());
}

/** Whether the shop asks this role for a second factor that the user does not have yet. */
export function mustEnrol(config: Config, role: Role, hasSecondFactor: boolean): boolean {
  const from = config.REQUIRE_SECOND_FACTOR;
  return from !== "none" && !hasSecondFactor && rankOf(role) >= rankOf(from);
}

/** The 401 for credentials that are no good (any more). */
export function refused(detail: string): DomainError {
  return invalidCredentials(detail, {
    headers: { "WWW-Authenticate": 'Bearer realm="api", error="invalid_token"' },
  });
}
