import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import { type NewUser, users, type UserStatus } from "./users.table.ts";

const RESERVED_SECONDS = 30 * 24 * 60 * 60;

/** A user as it is read, without the password's hash. */
export interface UserRow {
  id: string;
  email: string;
  username: string | null;
  first_name: string;
  last_name: string;
  role: Role;
  status: UserStatus;
  email_verified_at: string | null;
  /** Null while nobody has chosen a password. */
  password_changed_at: string | null;
  last_login_at: string | null;
  created_at: string;
  updated_at: string;
  version: number;
  /** 1 when a second factor is in use. */
  has_second_factor: 0 | 1;
}

/** What a login compares with. */
export interface CredentialsRow extends UserRow {
  password_hash: string | null;
  /** The sealed secret of the second factor in use. */
  totp_secret: string | null;
}

const COLUMNS = sql`u.id, u.email, u.username, u.first_name, u.last_name, u.role, u.status, u.email_verified_at, u.password_changed_at, u.last_login_at,
  u.created_at, u.updated_at, u.version,
  EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.enabled_at IS NOT NULL) AS has_second_factor`;

/** Reads a user by id; made to fit into a batch. */
export function userStmt(id: string): Statement {
  return sql`SELECT ${COLUMNS} FROM users u WHERE u.id = ${id}`;
}

export function findUser(ctx: Ctx, id: string): Promise<UserRow | null> {
  return prepareStatement(ctx.env.DB, userStmt(id)).first<UserRow>();
}

function selectCredentials(where: SQL): Statement {
  return sql`SELECT ${COLUMNS}, u.password_hash,
      (SELECT secret FROM second_factors f WHERE f.user_id = u.id AND f.enabled_at IS NOT NULL) AS totp_secret
    FROM users u WHERE ${where}`;
}

/** What is needed to check who logs in with this address. */
export function credentialsByEmailStmt(email: string): Statement {
  return selectCredentials(sql`u.email = ${email}`);
}

export function findCredentials(
  ctx: Ctx,
  by: { email: string } | { id: string },
): Promise<CredentialsRow | null> {
  const statement =
    "email" in by ? credentialsByEmailStmt(by.email) : selectCredentials(sql`u.id = ${by.id}`);
  return prepareStatement(ctx.env.DB, statement).first<CredentialsRow>();
}

/** The id of the account with this address. */
export async function findUserIdByEmail(
  ctx: Ctx,
  email: string,
  options: { unverifiedOnly?: boolean } = {},
): Promise<string | undefined> {
  const row = await prepareStatement(
    ctx.env.DB,
    sql`SELECT id FROM users WHERE email = ${email} AND (${options.unverifiedOnly ? 0 : 1} OR email_verified_at IS NULL)`,
  ).first<{ id: string }>();
  return row?.id;
}

/** Whose account an address belongs to, and whether a username is somebody's or reserved. */
export async function findHolders(
  ctx: Ctx,
  { email, username = null }: { email: string; username: string | null | undefined },
): Promise<{ email: string | undefined; username: boolean }> {
  const row = await prepareStatement(
    ctx.env.DB,
    sql`SELECT (SELECT id FROM users WHERE email = ${email}) AS email,
          EXISTS (SELECT 1 FROM users WHERE username = ${username}) OR
          EXISTS (SELECT 1 FROM username_reservations WHERE username = ${username} AND expires_at > ${isoTime(ctx.now())}) AS username`,
  ).first<{ email: string | null; username: 0 | 1 }>();
  return { email: row?.email ?? undefined, username: row?.username === 1 };
}

export interface UserFilter {
  role?: Role | undefined;
  status?: UserStatus | undefined;
  email?: string | undefined;
  /** The beginning of an address or of a name. */
  q?: string | undefined;
}

/** Whose address, first or last name begins with this, or whose full name does, by the alias of the user's row. Ranges of indexes. */
export function isNamed(user: SQL, q: string): SQL {
  const [first = "", ...rest] = q.split(/\s+/);
  const begins = (column: string, text: string) =>
    sql`${sql.raw(column)} COLLATE NOCASE >= ${text} AND ${sql.raw(column)} COLLATE NOCASE < ${`${text}\u{10FFFF}`}`;
  const found = [
    sql`SELECT id FROM users WHERE email >= ${q.toLowerCase()} AND email < ${`${q.toLowerCase()}\u{10FFFF}`}`,
    sql`SELECT id FROM users WHERE ${begins("last_name", q)}`,
    sql`SELECT id FROM users WHERE ${begins("first_name", q)}`,
    ...(rest.length === 0
      ? []
      : [
          sql`SELECT id FROM users WHERE ${begins("last_name", rest.join(" "))} AND first_name = ${first} COLLATE NOCASE`,
        ]),
  ];
  return sql`${user}.id IN (${sql.join(found, sql` UNION `)})`;
}

/** Users by time of registration, from a position on. The id breaks ties. */
export function findUsers(ctx: Ctx, filter: UserFilter, page: KeysetPage): Promise<UserRow[]> {
  const where: SQL[] = [sql`1 = 1`];
  if (filter.role !== undefined) where.push(sql`u.role = ${filter.role}`);
  if (filter.status !== undefined) where.push(sql`u.status = ${filter.status}`);
  if (filter.email !== undefined) where.push(sql`u.email = ${filter.email}`);
  if (filter.q !== undefined) where.push(isNamed(sql`u`, filter.q));
  const { beyond, order } = byTime(page, "u");
  return ctx.db
    .all<UserRow>(sql`SELECT ${COLUMNS} FROM users u WHERE ${sql.join([...where, ...beyond], sql` AND `)}
    ${order} LIMIT ${page.limit}`);
}

export function insertUserStmt(user: NewUser): Statement {
  return insertRows(users, [user]);
}

type Changeable = Pick<
  NewUser,
  | "email"
  | "username"
  | "firstName"
  | "lastName"
  | "passwordHash"
  | "role"
  | "status"
  | "emailVerifiedAt"
  | "passwordChangedAt"
  | "lastLoginAt"
>;

const COLUMN_OF: Record<keyof Changeable, SQL> = {
  email: sql`email`,
  username: sql`username`,
  firstName: sql`first_name`,
  lastName: sql`last_name`,
  passwordHash: sql`password_hash`,
  role: sql`role`,
  status: sql`status`,
  emailVerifiedAt: sql`email_verified_at`,
  passwordChangedAt: sql`password_changed_at`,
  lastLoginAt: sql`last_login_at`,
};

/** Changes some columns of a user and counts the version up. */
export function updateUserStmt(ctx: Ctx, id: string, changes: Partial<Changeable>): Statement {
  const sets = Object.entries(changes).map(
    ([key, value]) => sql`${COLUMN_OF[key as keyof Changeable]} = ${value}`,
  );
  return sql`UPDATE users SET ${sql.join([...sets, sql`updated_at = ${isoTime(ctx.now())}`, sql`version = version + 1`], sql`, `)}
    WHERE id = ${id}`;
}

/** Notes a login. No change of the account: its version stays. */
export function loggedInStmt(ctx: Ctx, id: string): Statement {
  return sql`UPDATE users SET last_login_at = ${isoTime(ctx.now())} WHERE id = ${id}`;
}

/** Exchanges the hash of an unchanged password, unless the password was changed meanwhile. */
export function updatePasswordHashStmt(id: string, old: string | null, hash: string): Statement {
  return sql`UPDATE users SET password_hash = ${hash} WHERE id = ${id} AND password_hash = ${old}`;
}

/**
 * Keeps a username from everybody for 30 days, as an account with it would. One that somebody has violates USERNAME_TAKEN, one that
 * is reserved USERNAME_RESERVED.
 */
export function reserveUsernameStmt(ctx: Ctx, username: string): Statement {
  const now = ctx.now();
  return sql`INSERT INTO username_reservations (username, expires_at)
    VALUES (${username}, ${isoTime(addSeconds(now, RESERVED_SECONDS))})
    ON CONFLICT (username) DO UPDATE SET expires_at = CASE WHEN expires_at <= ${isoTime(now)} THEN excluded.expires_at END`;
}

/** Rows that keep out a second account with the same address or name. A reserved name counts as somebody's. */
export const EMAIL_TAKEN = "users.email";
export const USERNAME_TAKEN = "users.username";
/** The NOT NULL that a second reservation of a name violates. */
export const USERNAME_RESERVED = "username_reservations.expires_at";
/** The constraint that whoever takes the last active superuser away violates. */
export const LAST_SUPERUSER = "users_keep_a_superuser";
