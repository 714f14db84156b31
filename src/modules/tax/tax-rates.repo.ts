import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { placeColumns, placeTakenBy } from "../../platform/places.ts";
import { deleteRow, replaceRow } from "../../platform/replace-row.ts";
import type { TaxRateBody } from "./tax-rates.schema.ts";
import { taxRules } from "./tax.table.ts";

export interface TaxRateRow {
  id: string;
  name: string;
  country: string;
  region: string;
  postal_pattern: string;
  tax_class: string;
  priority: number;
  rate_ppm: number;
  applies_to_shipping: 0 | 1;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The NOT NULL that a rate of another version violates. */
export const TAX_RATE_UNCHANGED = "tax_rules.version";
/** The UNIQUE and the triggers that a second rate for the same thing violates. */
export const TAX_RATE_UNIQUE = ["country", "region", "postal_pattern", "tax_class", "priority"]
  .map((column) => `tax_rules.${column}`)
  .join(", ");
export const TAX_RATE_NO_OVERLAP = "tax_rules_no_overlap";

const COLUMNS = sql.raw(
  "id, name, country, region, postal_pattern, tax_class, priority, rate_ppm, applies_to_shipping, created_at, updated_at, version",
);

export function findTaxRate(ctx: Ctx, id: string): Promise<TaxRateRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM tax_rules WHERE id = ${id}`,
  ).first<TaxRateRow>();
}

/** The rate, other than this one, that has the same class, priority and place, or a range of postal codes that overlaps. */
export function findTaxRateLike(ctx: Ctx, body: TaxRateBody, otherThan: string): Promise<TaxRateRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM tax_rules WHERE id <> ${otherThan} AND tax_class = ${body.tax_class}
      AND priority = ${body.priority} AND ${placeTakenBy([placeColumns(body)])} LIMIT 1`,
  ).first<TaxRateRow>();
}

/** Tax rates by id, from one on. */
export function findTaxRates(
  ctx: Ctx,
  filter: { country?: string | undefined; tax_class?: string | undefined },
  page: { after: string; limit: number },
): Promise<TaxRateRow[]> {
  const where: SQL[] = [sql`id > ${page.after}`];
  if (filter.country !== undefined) where.push(sql`country = ${filter.country}`);
  if (filter.tax_class !== undefined) where.push(sql`tax_class = ${filter.tax_class}`);
  return ctx.db.all(
    sql`SELECT ${COLUMNS} FROM tax_rules WHERE ${sql.join(where, sql` AND `)} ORDER BY id LIMIT ${page.limit}`,
  );
}

export function insertTaxRateStmt(ctx: Ctx, id: string, body: TaxRateBody): Statement {
  const now = isoTime(ctx.now());
  return insertRows(taxRules, [{ id, ...columnsOf(body), createdAt: now, updatedAt: now }]);
}

/** Replaces a rate of this version; TAX_RATE_UNCHANGED is violated when it is not. */
export function replaceTaxRateStmt(ctx: Ctx, before: TaxRateRow, body: TaxRateBody): Statement {
  const row = {
    id: before.id,
    ...columnsOf(body),
    createdAt: before.created_at,
    updatedAt: isoTime(ctx.now()),
  };
  return replaceRow(taxRules, "id", row, before.version);
}

export function deleteTaxRateStmts({ id, version }: TaxRateRow): Statement[] {
  return deleteRow(taxRules, "id", id, version);
}

function columnsOf(body: TaxRateBody) {
  return {
    name: body.name,
    ...placeColumns(body),
    taxClass: body.tax_class,
    priority: body.priority,
    ratePpm: body.rate_ppm,
    appliesToShipping: body.applies_to_shipping,
  };
}
