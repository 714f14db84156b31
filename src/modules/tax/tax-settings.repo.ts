import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { deleteRow, replaceRow } from "../../platform/replace-row.ts";
import type { TaxRounding } from "../pricing/index.ts";
import type { TaxSettingsBody } from "./tax-settings.schema.ts";
import { taxSettings } from "./tax.table.ts";

export interface TaxSettingsRow {
  /** "*" for all countries that have no settings. */
  country: string;
  prices_include_tax: 0 | 1;
  rounding: TaxRounding;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The NOT NULL that settings of another version violate. */
export const TAX_SETTINGS_UNCHANGED = "tax_settings.version";

const COLUMNS = sql.raw("country, prices_include_tax, rounding, created_at, updated_at, version");

export function findTaxSettings(ctx: Ctx, country: string): Promise<TaxSettingsRow | null> {
  const statement = sql`SELECT ${COLUMNS} FROM tax_settings WHERE country = ${country}`;
  return prepareStatement(ctx.env.DB, statement).first<TaxSettingsRow>();
}

/** Settings by country, from one on; those for all others come first. */
export function findAllTaxSettings(ctx: Ctx, after: string, limit: number): Promise<TaxSettingsRow[]> {
  return ctx.db.all(
    sql`SELECT ${COLUMNS} FROM tax_settings WHERE country > ${after} ORDER BY country LIMIT ${limit}`,
  );
}

/** Makes settings, or replaces those of this version: else TAX_SETTINGS_UNCHANGED, or the primary key, is violated. */
export function saveTaxSettingsStmt(
  ctx: Ctx,
  country: string,
  before: TaxSettingsRow | null,
  body: TaxSettingsBody,
): Statement {
  const now = isoTime(ctx.now());
  const row = {
    country,
    pricesIncludeTax: body.prices_include_tax,
    rounding: body.rounding,
    createdAt: before?.created_at ?? now,
    updatedAt: now,
  };
  return before
    ? replaceRow(taxSettings, "country", row, before.version)
    : insertRows(taxSettings, [{ ...row, version: 1 }]);
}

export function deleteTaxSettingsStmts({ country, version }: TaxSettingsRow): Statement[] {
  return deleteRow(taxSettings, "country", country, version);
}
