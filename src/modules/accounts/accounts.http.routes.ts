import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { csrfRefused, invalidCredentials, rateLimited, tooManyAttempts } from "../../platform/errors.ts";
import { anyone, anyUser } from "../../platform/http/index.ts";
import { callerAddress } from "../../platform/throttle.ts";
import { authenticate } from "../identity/index.ts";
import { loginFailed } from "./accounts.errors.ts";

// What the routes of accounts share.

/** Where a request comes from, for the throttles. */
export function addressOf(request: { header(name: string): string | undefined }): string {
  return callerAddress((name) => request.header(name));
}

/** For everybody: what proves who it is about stands in the body. */
export const open = {
  tag: "Accounts",
  method: "post",
  access: anyone,
  rate: "auth",
  idempotency: "ignored",
} as const;

export const signedIn = { ...open, access: anyUser } as const;

export const throttled = [tooManyAttempts, rateLimited];

/** The context for following a mailed link: without a password, it depends on who is signed in. */
export async function linkCtx(
  ctx: Ctx,
  body: { password?: string | undefined },
  request: Parameters<typeof authenticate>[1],
): Promise<Ctx> {
  return body.password === undefined
    ? deriveCtx(ctx, { actor: await authenticate(ctx, request, true) })
    : ctx;
}

/** What following a link can answer besides that the link is unusable. */
export const linkErrors = [loginFailed, invalidCredentials, csrfRefused, ...throttled];

export const MAIL_SENT = "If the address can be used for this, we have sent a mail to it.";
