import { type Answer, api } from "./api.ts";
import { unique } from "./shop.ts";

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  token_type: string;
  user: { id: string; email: string; role: string; email_verified: boolean };
}

export const PASSWORD = "purple stapler lagoon";

/** Registers through the API, as a visitor does. Returns the address. */
export async function register(body: Record<string, unknown> = {}): Promise<string> {
  const email = `${unique("shopper")}@example.com`;
  const answer = await api("POST", "/api/v1/auth/register", {
    body: { email, password: PASSWORD, ...body },
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return (body["email"] as string | undefined) ?? email;
}

/** POST /auth/login. Each caller has an address of its own unless told otherwise, as the tests share one throttle else. */
export function logIn(
  email: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer<Tokens & Record<string, unknown>>> {
  return api("POST", "/api/v1/auth/login", { body: { email, password: PASSWORD, ...more }, headers });
}

/** The header for an access token. */
export function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

/** A registered user who is logged in. */
export async function signedUp(
  body: Record<string, unknown> = {},
): Promise<Tokens & { headers: { Authorization: string } }> {
  const answer = await logIn(await register(body), body["password"] ? { password: body["password"] } : {});
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return { ...answer.body, headers: bearer(answer.body.access_token) };
}
