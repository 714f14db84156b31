import type { UserActor } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { ACCESS_TOKEN_SECONDS, signAccessToken, type UserRow, userView } from "../identity/index.ts";

/** What a login by tokens answers. */
export async function tokensAnswer(ctx: Ctx, actor: UserActor, user: UserRow, refreshToken: string) {
  return {
    access_token: await signAccessToken(ctx, actor),
    token_type: "Bearer",
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_token: refreshToken,
    user: userView(user),
  };
}
