import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import {
  findRefreshTokens,
  findStanding,
  hashRefreshToken,
  insertRefreshTokenStmt,
  refused,
  revokeSessionsStmt,
  type StandingRow,
  successorsOf,
  TOKEN_ROTATED,
  TOKEN_SPENT,
  touchSessionStmt,
  userInGoodStanding,
  useRefreshTokenStmt,
} from "../identity/index.ts";
import { refreshTokenReused } from "./accounts.errors.ts";
import { tokenSessionEnd } from "./begin-session.ts";

/** Tabs that refresh at the same time, and clients that never saw the answer, may present a token again this long. */
const GRACE_SECONDS = 10;

class RotatedMeanwhile extends Error {}

/**
 * Exchanges a refresh token for its successor. A token that was exchanged gives the same successor again for ten seconds, as
 * long as that was not used itself; after that it can only be stolen, or its successor is, and the whole login ends.
 * @throws auth.invalid_credentials, auth.refresh_token_reused
 */
export async function refreshSession(
  ctx: Ctx,
  token: string,
): Promise<{ standing: StandingRow; refreshToken: string }> {
  const hash = await hashRefreshToken(token);
  const successors = await Promise.all(
    (await successorsOf(ctx, token)).map(async (text) => ({ text, hash: await hashRefreshToken(text) })),
  );
  for (let attempt = 1; ; attempt++) {
    const known = await findRefreshTokens(ctx, [hash, ...successors.map((successor) => successor.hash)]);
    const row = known.find((candidate) => candidate.hash === hash);
    const standing = row && (await findStanding(ctx, { sessionId: row.session_id }));
    if (!row || !standing) throw refused("The refresh token is not valid. Log in again.");
    const actor = userInGoodStanding(ctx, standing);
    if (row.used_at === null) {
      const [next] = successors;
      if (!next) throw new Error("there is no TOKEN_SECRET");
      try {
        await rotate(ctx, standing, hash, next.hash);
      } catch (error) {
        if (error instanceof RotatedMeanwhile && attempt < 3) continue;
        throw error;
      }
      return { standing, refreshToken: next.text };
    }
    const given = successors.find((successor) =>
      known.some((candidate) => candidate.hash === successor.hash && candidate.used_at === null),
    );
    const inGrace = row.used_at > isoTime(addSeconds(ctx.now(), -GRACE_SECONDS));
    if (given && inGrace) return { standing, refreshToken: given.text };
    await commit(deriveCtx(ctx, { actor }), {
      statements: [revokeSessionsStmt(ctx, { sessionId: row.session_id }, "refresh_token_reused")],
      audit: {
        action: "session.revoke",
        entity: "user",
        entityId: actor.id,
        after: { session_id: row.session_id, reason: "refresh_token_reused" },
      },
    });
    throw refreshTokenReused(
      "This refresh token was exchanged before. To be safe, the login that it belongs to has been ended.",
    );
  }
}

async function rotate(ctx: Ctx, standing: StandingRow, hash: string, nextHash: string): Promise<void> {
  const end = tokenSessionEnd(ctx.now(), new Date(standing.session_created_at));
  await commit(ctx, {
    statements: [
      insertRefreshTokenStmt(ctx, { hash: nextHash, sessionId: standing.session_id }),
      useRefreshTokenStmt(ctx, hash),
      touchSessionStmt(ctx, standing.session_id, end),
    ],
    constraints: {
      [TOKEN_ROTATED]: () => new RotatedMeanwhile(),
      [TOKEN_SPENT]: () => new RotatedMeanwhile(),
    },
  });
}
