import { operatorActed } from "../../src/modules/audit/index.ts";
import { hashPassword, userStandingChanged } from "../../src/modules/identity/index.ts";
import type { Role } from "../../src/platform/auth.ts";
import { isoTime } from "../../src/platform/clock.ts";
import { newUuid } from "../../src/platform/ids.ts";
import { sqlText } from "./sql.ts";

/** What deployments ask for (PASSWORD_COST); one that asks for another hashes anew at the first login. */
const PASSWORD_COST = 14;

export interface NewAccount {
  email: string;
  password: string;
  role: Role;
  firstName: string;
  lastName: string;
}

/** The statements that make an active user whose address counts as verified, with a customer's profile. */
export async function insertAccountSql(account: NewAccount, now: Date): Promise<string[]> {
  return [await insertUserSql(account, now), insertProfileSql(account, now)];
}

/** The same for an account that may be there: it gets role, password and standing back, the rest of it stays. */
export async function restoreAccountSql(account: NewAccount, now: Date): Promise<string[]> {
  return [
    `${await insertUserSql(account, now)} ON CONFLICT (email) DO UPDATE SET
      password_hash = excluded.password_hash, password_changed_at = excluded.password_changed_at, role = excluded.role,
      status = excluded.status, email_verified_at = COALESCE(email_verified_at, excluded.email_verified_at),
      updated_at = excluded.updated_at, version = version + 1`,
    insertProfileSql(account, now),
  ];
}

async function insertUserSql(account: NewAccount, now: Date): Promise<string> {
  const at = isoTime(now);
  const columns = {
    id: newUuid(now),
    email: account.email,
    first_name: account.firstName,
    last_name: account.lastName,
    password_hash: await hashPassword(account.password, PASSWORD_COST),
    role: account.role,
    status: "active",
    email_verified_at: at,
    password_changed_at: at,
    created_at: at,
    updated_at: at,
  };
  const values = Object.values(columns).map(sqlText);
  return `INSERT INTO users (${Object.keys(columns).join(", ")}) VALUES (${values.join(", ")})`;
}

function insertProfileSql({ email }: NewAccount, now: Date): string {
  const at = sqlText(isoTime(now));
  return `INSERT INTO customers (id, created_at, updated_at)
    SELECT id, ${at}, ${at} FROM users WHERE email = ${sqlText(email)} ON CONFLICT DO NOTHING`;
}

/** An account as the database has it. */
export interface KnownAccount {
  id: string;
  role: Role;
  status: "active" | "deactivated" | "disabled";
}

/** The statements that give an account a role, make it active and let its address count as verified. Sessions stay. */
export function promoteSql(account: KnownAccount, role: Role, now: Date): string[] {
  const at = sqlText(isoTime(now));
  const update = `UPDATE users SET role = ${sqlText(role)}, status = 'active', updated_at = ${at}, version = version + 1,
      email_verified_at = COALESCE(email_verified_at, ${at})
    WHERE id = ${sqlText(account.id)}`;
  return [update, ...tellStandingSql(account, role, now)];
}

/** The statement that tells the rest of the shop of another standing, if it is another: the minutely job sends the event. */
export function tellStandingSql(before: KnownAccount, role: Role, now: Date): string[] {
  const changed = [
    ...(role === before.role ? [] : ["role" as const]),
    ...(before.status === "active" ? [] : ["status" as const]),
  ];
  if (changed.length === 0) return [];
  const { type, payload } = userStandingChanged({ user_id: before.id, role, status: "active", changed });
  const values = [newUuid(now), type, JSON.stringify(payload), isoTime(now)].map(sqlText);
  return [`INSERT INTO outbox (id, type, payload, occurred_at) VALUES (${values.join(", ")})`];
}

/** The statement that tells the audit log that an operator made (`before` is null) or promoted the account with this address. */
export function auditSql(email: string, before: KnownAccount | null, role: Role, now: Date): string {
  const { type, payload } = operatorActed({
    action: before ? "user.update" : "user.create",
    user_id: "",
    before: before && { role: before.role, status: before.status },
    after: { role, status: "active" },
  });
  return `INSERT INTO outbox (id, type, payload, occurred_at)
    SELECT ${sqlText(newUuid(now))}, ${sqlText(type)}, json_set(${sqlText(JSON.stringify(payload))}, '$.user_id', id), ${sqlText(isoTime(now))}
    FROM users WHERE email = ${sqlText(email)}`;
}
