import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { inject } from "vitest";
import { createClient, dataOf } from "../../../client/index.ts";
import type { Role } from "../../../src/platform/auth.ts";
import { insertAccountSql } from "../../../scripts/lib/accounts.ts";
import { newPassword } from "../../../scripts/lib/passwords.ts";
import { shopUrl, sql } from "./shop.ts";

export interface Account {
  email: string;
  password: string;
  role: Role;
}

export interface AccountWithTotp extends Account {
  /** The code that the authenticator shows now, good for one use each time it is asked for. */
  code(): Promise<string>;
}

/** The account of this role that every file shares: to look with, not to change. */
export function account(role: Role): Account {
  const found = inject("shop").accounts.find((each) => each.role === role);
  if (!found) throw new Error(`no account is ${role}`);
  return found;
}

/** An account of the test's own. */
export async function newAccount(role: Role): Promise<Account> {
  const made = { email: `${role}-${randomUUID().slice(0, 8)}@example.com`, password: newPassword(), role };
  const person = { ...made, firstName: "Test", lastName: role };
  for (const statement of await insertAccountSql(person, new Date())) await sql(statement);
  return made;
}

/** An account of the test's own whose login asks for an authenticator's code. */
export async function newAccountWithTotp(role: Role): Promise<AccountWithTotp> {
  const made = await newAccount(role);
  const { email, password } = made;
  const guest = createClient({ baseUrl: shopUrl });
  const login = await dataOf(guest.POST("/api/v1/auth/login", { body: { email, password } }));
  const client = createClient({ baseUrl: shopUrl, accessToken: () => login.access_token });
  const { secret } = await dataOf(client.POST("/api/v1/auth/totp"));
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await dataOf(client.POST("/api/v1/auth/totp/confirm", { body: { totp: totp.generate() } }));
  const code = async () => {
    // A code is good for one use; nobody waits half a minute for the next one here.
    await sql("DELETE FROM totp_uses WHERE user_id = ?", login.user.id);
    return totp.generate();
  };
  return { ...made, code };
}

/** Opens a browser session in the page's context, without the login form. Go to a page of the shop or of the panel then. */
export async function loginAs(page: Page, who: Role | Account): Promise<Account> {
  const { email, password, role } = typeof who === "string" ? account(who) : who;
  const totp = typeof who === "object" && "code" in who ? await (who as AccountWithTotp).code() : undefined;
  const response = await page.request.post(`${shopUrl}/api/v1/auth/session`, {
    data: { email, password, totp },
    headers: { Origin: shopUrl },
  });
  if (!response.ok()) throw new Error(`${email} could not log in: ${await response.text()}`);
  return { email, password, role };
}
