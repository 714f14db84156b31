import { sql } from "drizzle-orm";
import { prepareStatement, type Statement } from "../../platform/db.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { TaxRule } from "../pricing/index.ts";
import type { Market, ShippingRate } from "./market.ts";

export interface Destination {
  country: string;
  region?: string | undefined;
}

/** One row with the market as JSON; made to fit into a batch. A region's own zone or tax wins over its country's. */
export function marketStmt(destination: Destination): Statement {
  const { country } = destination;
  const region = (destination.region ?? "").toUpperCase();
  return sql`
    SELECT
      (SELECT json_group_array(json_object('id', r.id, 'name', r.name, 'currency', r.currency, 'amount', r.amount,
           'minWeightGrams', r.min_weight_grams, 'maxWeightGrams', r.max_weight_grams) ORDER BY r.position, r.amount)
         FROM shipping_rates r
         WHERE r.zone_id = (
           SELECT zone_id FROM shipping_zone_regions
           WHERE country = ${country} AND region IN ('', ${region}) ORDER BY region DESC LIMIT 1)) AS rates,
      (SELECT json_group_array(json_object('name', t.name, 'ratePpm', t.rate_ppm, 'appliesToShipping', t.applies_to_shipping))
         FROM (SELECT * FROM tax_rates WHERE country = ${country} AND region IN ('', ${region})
               ORDER BY region DESC LIMIT 1) t) AS taxes`;
}

export interface MarketRow {
  rates: string;
  taxes: string;
}

export function marketOf(row: MarketRow | undefined): Market {
  const rates = JSON.parse(row?.rates ?? "[]") as ShippingRate[];
  const taxes = JSON.parse(row?.taxes ?? "[]") as (Omit<TaxRule, "appliesToShipping"> & {
    appliesToShipping: number;
  })[];
  return { rates, taxes: taxes.map((tax) => ({ ...tax, appliesToShipping: tax.appliesToShipping === 1 })) };
}

/** Reads the market of a destination from the system of record. */
export async function readMarket(ctx: Ctx, destination: Destination): Promise<Market> {
  const row = await prepareStatement(ctx.env.DB, marketStmt(destination)).first<MarketRow>();
  return marketOf(row ?? undefined);
}
