import { sql } from "drizzle-orm";
import { prepareStatement, type Statement } from "../../platform/db.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type Destination, placeMatches, placeText, placeView } from "../../platform/places.ts";
import { calculateTaxes, taxColumns, type TaxColumns, taxesOfRow, type TaxRequest } from "../tax/index.ts";
import type { Overtaken } from "./explain-rates.ts";
import type { Market, MarketZone, ShippingRate } from "./market.ts";

/**
 * One row with the market of a destination as JSON; made to fit into a batch. Of the zones that have the address, the one with the
 * narrowest place ships; with the taxes it is the same by priority (`TaxRule`). The exemption from tax that counts is this customer's: the
 * id of a cart will do, because a customer's cart has the customer's id.
 */
export function marketStmt(destination: Destination, customerId: string): Statement {
  return sql`
    WITH here AS (
      SELECT p.zone_id, z.name, p.country, p.region, p.postal_pattern, p.specificity
      FROM shipping_zone_places p JOIN shipping_zones z ON z.id = p.zone_id WHERE ${placeMatches(destination)}),
    zone AS (SELECT * FROM here ORDER BY specificity DESC, zone_id LIMIT 1)
    SELECT
      (SELECT json_group_array(json_object('id', zone_id, 'name', name, 'country', country, 'region', region,
           'postal_pattern', postal_pattern) ORDER BY specificity DESC, zone_id) FROM here) AS zones,
      (SELECT json_group_array(json_object('id', r.id, 'name', r.name, 'currency', r.currency, 'amount', r.amount,
           'minWeightGrams', r.min_weight_grams, 'maxWeightGrams', r.max_weight_grams, 'minSubtotal', r.min_subtotal,
           'maxSubtotal', r.max_subtotal, 'freeFrom', r.free_from, 'taxClass', r.tax_class, 'minDays', r.min_days,
           'maxDays', r.max_days, 'active', r.active) ORDER BY r.position, r.amount, r.id)
         FROM shipping_rates r WHERE r.zone_id = (SELECT zone_id FROM zone)) AS rates,
      ${taxColumns(destination, customerId)}`;
}

export interface MarketRow extends TaxColumns {
  zones: string;
  rates: string;
}

type ZoneJson = { id: string; name: string; country: string; region: string; postal_pattern: string };
type RateJson = ShippingRate & { active: 0 | 1 };

/** The market that a row is of, for goods of these classes: its taxes are those that the tax calculator answers. */
export async function marketOf(
  ctx: Ctx,
  row: MarketRow | undefined,
  destination: TaxRequest["destination"],
  goods: readonly { taxClass?: string }[],
): Promise<Market> {
  if (!row) return { zone: null, rates: [], taxes: [] };
  const zone = zonesOf(row)[0] ?? null;
  const rates = (JSON.parse(row.rates) as RateJson[]).filter((rate) => rate.active === 1);
  const { taxes: table, ...settings } = taxesOfRow(row, ctx.now());
  const taxClasses = [...goods, ...rates].flatMap(({ taxClass }) => taxClass ?? []);
  const taxes = await calculateTaxes(ctx, { destination, taxClasses, table });
  return { zone, rates: rates.map(({ active: _, ...rate }) => rate), taxes, ...settings };
}

/** What a row tells besides: what did not come into the market. */
export function overtakenOf(row: MarketRow): Overtaken {
  const [zone, ...others] = zonesOf(row);
  return {
    zones: others.filter((each) => each.id !== zone?.id),
    inactive: (JSON.parse(row.rates) as RateJson[]).filter((rate) => rate.active === 0),
  };
}

function zonesOf(row: MarketRow): MarketZone[] {
  return (JSON.parse(row.zones) as ZoneJson[]).map(({ id, name, ...place }) => {
    return { id, name, place: placeText(placeView(place)) };
  });
}

/**
 * Reads the market of a destination for whoever is signed in from the system of record. The goods are not known here: a tax calculator
 * other than the table is asked for the standard class and those of the deliveries only (`TaxRequest`).
 */
export async function readMarket(ctx: Ctx, destination: TaxRequest["destination"]): Promise<Market> {
  const customerId = ctx.actor.kind === "user" ? ctx.actor.id : "";
  const row = await prepareStatement(ctx.env.DB, marketStmt(destination, customerId)).first<MarketRow>();
  return marketOf(ctx, row ?? undefined, destination, []);
}
