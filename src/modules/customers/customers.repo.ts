import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import type { Locale } from "../../platform/locale.ts";
import { isNamed } from "../identity/index.ts";
import { ADDRESS_COLUMNS } from "./addresses.repo.ts";
import { customers } from "./customers.table.ts";

/** A customer together with the account and the default addresses (as JSON), read as one row. */
export interface CustomerRow {
  id: string;
  email: string;
  username: string | null;
  first_name: string;
  last_name: string;
  status: "active" | "deactivated" | "disabled";
  email_verified_at: string | null;
  phone: string | null;
  accepts_marketing: 0 | 1;
  locale: Locale | null;
  created_at: string;
  updated_at: string;
  /** Sum of the account's version and the profile's: both only grow, so it is another one after every change of either. */
  version: number;
  default_shipping: string | null;
  default_billing: string | null;
}

const ADDRESS_JSON = sql.raw(
  `json_object(${ADDRESS_COLUMNS.map((column) => `'${column}', a.${column}`).join(", ")})`,
);

function selectCustomers(tail: SQL): SQL {
  return sql`
    SELECT c.id, u.email, u.username, u.first_name, u.last_name, u.status, u.email_verified_at, c.phone, c.accepts_marketing, c.locale,
      c.created_at, MAX(c.updated_at, u.updated_at) AS updated_at, c.version + u.version AS version,
      (SELECT ${ADDRESS_JSON} FROM addresses a WHERE a.customer_id = c.id AND a.is_default_shipping = 1) AS default_shipping,
      (SELECT ${ADDRESS_JSON} FROM addresses a WHERE a.customer_id = c.id AND a.is_default_billing = 1) AS default_billing
    FROM customers c JOIN users u ON u.id = c.id ${tail}`;
}

/** A customer by id; an erased one is not found. */
export function findCustomer(ctx: Ctx, id: string): Promise<CustomerRow | null> {
  const statement = selectCustomers(sql`WHERE c.id = ${id} AND u.status <> 'erased'`);
  return prepareStatement(ctx.env.DB, statement).first<CustomerRow>();
}

/** Customers by time of registration, from a position on, without erased ones. The id breaks ties. */
export function findCustomers(
  ctx: Ctx,
  filter: { email?: string | undefined; q?: string | undefined },
  page: KeysetPage,
): Promise<CustomerRow[]> {
  const where: SQL[] = [sql`u.status <> 'erased'`];
  if (filter.email !== undefined) where.push(sql`u.email = ${filter.email}`);
  if (filter.q !== undefined) where.push(isNamed(sql`u`, filter.q));
  const { beyond, order } = byTime(page, "c");
  return ctx.db.all<CustomerRow>(
    selectCustomers(sql`WHERE ${sql.join([...where, ...beyond], sql` AND `)} ${order} LIMIT ${page.limit}`),
  );
}

/** The language that somebody chose for mails; null when they chose none, or have no profile. */
export async function findLocale(ctx: Ctx, id: string): Promise<Locale | null> {
  const statement = sql`SELECT locale FROM customers WHERE id = ${id}`;
  return (await prepareStatement(ctx.env.DB, statement).first<Locale | null>("locale")) ?? null;
}

/** Makes the profile of a new user; every user has one. */
export function insertCustomerStmt(
  ctx: Ctx,
  customer: { id: string; locale?: Locale | undefined },
): Statement {
  const now = isoTime(ctx.now());
  const { id, locale = null } = customer;
  return insertRows(customers, [{ id, locale, createdAt: now, updatedAt: now }]);
}
