import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import { changeCustomerStmt } from "./change-customer.repo.ts";
import { addresses } from "./customers.table.ts";

/** What an address says, as opposed to what it is used for. */
export interface AddressFields {
  first_name: string;
  last_name: string;
  company: string | null;
  line1: string;
  line2: string | null;
  city: string;
  region: string | null;
  postal_code: string | null;
  country: string;
  phone: string | null;
}

export interface AddressRow extends AddressFields {
  id: string;
  customer_id: string;
  is_default_shipping: 0 | 1;
  is_default_billing: 0 | 1;
  created_at: string;
  updated_at: string;
  version: number;
}

/** How many addresses a customer may keep. */
export const MAX_ADDRESSES = 100;

export const ADDRESS_COLUMNS = [
  "id",
  "customer_id",
  "first_name",
  "last_name",
  "company",
  "line1",
  "line2",
  "city",
  "region",
  "postal_code",
  "country",
  "phone",
  "is_default_shipping",
  "is_default_billing",
  "created_at",
  "updated_at",
  "version",
] as const satisfies readonly (keyof AddressRow)[];

const COLUMNS = sql.raw(ADDRESS_COLUMNS.join(", "));

/** An address of this customer; somebody else's is not found. */
export function findAddress(ctx: Ctx, customerId: string, id: string): Promise<AddressRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM addresses WHERE id = ${id} AND customer_id = ${customerId}`,
  ).first<AddressRow>();
}

/** A customer's addresses by time of adding, from a position on. The id breaks ties. */
export function findAddresses(ctx: Ctx, customerId: string, page: KeysetPage): Promise<AddressRow[]> {
  const where: SQL[] = [sql`customer_id = ${customerId}`];
  const { beyond, order } = byTime(page);
  return ctx.db
    .all<AddressRow>(sql`SELECT ${COLUMNS} FROM addresses WHERE ${sql.join([...where, ...beyond], sql` AND `)}
    ${order} LIMIT ${page.limit}`);
}

/** Lets a batch through only while the customer has room for another address; else CUSTOMER_GUARD is violated. */
export function roomForAddressStmt(ctx: Ctx, customerId: string): Statement {
  return changeCustomerStmt(ctx, customerId, {
    only: sql`(SELECT COUNT(*) FROM addresses WHERE customer_id = ${customerId}) < ${MAX_ADDRESSES}`,
  });
}

/** Lets a batch through only while the address is there and as it was read; else CUSTOMER_GUARD is violated. */
export function sameAddressStmt(ctx: Ctx, address: AddressRow): Statement {
  return changeCustomerStmt(ctx, address.customer_id, {
    only: sql`EXISTS (SELECT 1 FROM addresses WHERE id = ${address.id} AND version = ${address.version})`,
  });
}

/** Which uses an address gets (true) or loses (false); what is absent stays. */
export interface DefaultUses {
  shipping?: boolean | undefined;
  billing?: boolean | undefined;
}

/** Inserts an address. The first one of a customer is for everything, whatever is asked. */
export function insertAddressStmts(
  ctx: Ctx,
  address: { id: string; customerId: string; fields: AddressFields },
  uses: DefaultUses,
): Statement[] {
  const now = isoTime(ctx.now());
  const { id, customerId, fields } = address;
  return [
    ...releaseDefaultStmts(ctx, address, uses),
    insertRows(addresses, [
      {
        id,
        customerId,
        firstName: fields.first_name,
        lastName: fields.last_name,
        company: fields.company,
        line1: fields.line1,
        line2: fields.line2,
        city: fields.city,
        region: fields.region,
        postalCode: fields.postal_code,
        country: fields.country,
        phone: fields.phone,
        isDefaultShipping: uses.shipping ?? false,
        isDefaultBilling: uses.billing ?? false,
        createdAt: now,
        updatedAt: now,
      },
    ]),
    sql`UPDATE addresses SET is_default_shipping = 1, is_default_billing = 1
        WHERE id = ${id} AND NOT EXISTS (SELECT 1 FROM addresses o WHERE o.customer_id = ${customerId} AND o.id <> ${id})`,
  ];
}

/** Changes what an address says or is used for. */
export function updateAddressStmts(
  ctx: Ctx,
  address: AddressRow,
  fields: AddressFields,
  uses: DefaultUses,
): Statement[] {
  const { first_name, last_name, company, line1, line2, city, region, postal_code, country, phone } = fields;
  const sets = [
    sql`first_name = ${first_name}, last_name = ${last_name}, company = ${company}, line1 = ${line1}, line2 = ${line2}`,
    sql`city = ${city}, region = ${region}, postal_code = ${postal_code}, country = ${country}, phone = ${phone}`,
    sql`updated_at = ${isoTime(ctx.now())}, version = version + 1`,
  ];
  if (uses.shipping !== undefined) sets.push(sql`is_default_shipping = ${uses.shipping ? 1 : 0}`);
  if (uses.billing !== undefined) sets.push(sql`is_default_billing = ${uses.billing ? 1 : 0}`);
  return [
    ...releaseDefaultStmts(ctx, { id: address.id, customerId: address.customer_id }, uses),
    sql`UPDATE addresses SET ${sql.join(sets, sql`, `)} WHERE id = ${address.id}`,
  ];
}

export function deleteAddressStmt(id: string): Statement {
  return sql`DELETE FROM addresses WHERE id = ${id}`;
}

/** Takes the uses that an address is about to get away from the one that has them. */
function releaseDefaultStmts(
  ctx: Ctx,
  address: { id: string; customerId: string },
  uses: DefaultUses,
): Statement[] {
  const columns = [
    ...(uses.shipping ? [sql`is_default_shipping`] : []),
    ...(uses.billing ? [sql`is_default_billing`] : []),
  ];
  return columns.map(
    (
      column,
    ) => sql`UPDATE addresses SET ${column} = 0, updated_at = ${isoTime(ctx.now())}, version = version + 1
      WHERE customer_id = ${address.customerId} AND ${column} = 1 AND id <> ${address.id}`,
  );
}
