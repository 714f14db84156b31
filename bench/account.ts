import { insertAccountSql } from "../scripts/lib/accounts.ts";
import { send } from "./http.ts";
import type { Shop } from "./shop.ts";

const STAFF = {
  email: "bench-staff@example.com",
  password: "purple stapler lagoon",
  role: "staff",
  firstName: "Grace",
  lastName: "Hopper",
} as const;

/** Makes a member of staff. */
export async function addStaff({ db }: Shop): Promise<void> {
  for (const statement of await insertAccountSql(STAFF, new Date())) await db.prepare(statement).run();
}

/** Logs in that member of staff. Returns an access token, good for ten minutes. */
export async function staffToken({ url }: Shop): Promise<string> {
  const { email, password } = STAFF;
  const { body } = await send<{ access_token: string }>("POST", `${url}/api/v1/auth/login`, {
    body: { email, password },
  });
  return body.access_token;
}
