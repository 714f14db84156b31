import { rateLimited, tooManyAttempts } from "../../platform/errors.ts";
import { anyone, anyUser } from "../../platform/http/index.ts";
import { callerAddress } from "../../platform/throttle.ts";

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

export const MAIL_SENT = "If the address can be used for this, we have sent a mail to it.";
