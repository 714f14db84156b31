import { Secret, TOTP } from "otpauth";
import { makeUser, type MakeUser, type TestUser } from "./accounts.ts";
import { api } from "./api.ts";

/** What an authenticator app shows for a secret, at a time. */
export function codeOf(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}

export interface EnrolledUser extends TestUser {
  secret: string;
  recoveryCodes: string[];
}

/** A user whose authenticator is in use since `at`; the code of that time is used up. */
export async function makeEnrolledUser(at: Date, options: MakeUser = {}): Promise<EnrolledUser> {
  const user = await makeUser(options);
  const { headers } = user;
  const begun = await api<{ secret: string }>("POST", "/api/v1/auth/totp", { headers });
  const { secret } = begun.body;
  const confirmed = await api<{ recovery_codes: string[] }>("POST", "/api/v1/auth/totp/confirm", {
    body: { totp: codeOf(secret, at) },
    headers,
  });
  if (confirmed.status !== 200) throw new Error(JSON.stringify([begun.body, confirmed.body]));
  return { ...user, secret, recoveryCodes: confirmed.body.recovery_codes };
}
