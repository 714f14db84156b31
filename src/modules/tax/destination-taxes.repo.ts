import { type SQL, sql } from "drizzle-orm";
import { type Destination, placeMatches, placeView } from "../../platform/places.ts";
import type { TaxRounding, TaxRule } from "../pricing/index.ts";

/** What a destination asks for, and of whom. */
export interface DestinationTaxes {
  taxes: TaxRule[];
  pricesIncludeTax: boolean;
  rounding: TaxRounding;
  /** Why the customer pays no tax. */
  exemption?: { reason: string };
}

export interface TaxColumns {
  taxes: string;
  tax_settings: string | null;
  tax_exemption: string | null;
}

/** Columns with the taxes of a destination as JSON; made to fit into a SELECT. The exemption is that customer's. */
export function taxColumns(destination: Destination, customerId: string): SQL {
  return sql`
    (SELECT json_group_array(json_object('id', id, 'name', name, 'country', country, 'region', region,
         'postal_pattern', postal_pattern, 'taxClass', tax_class, 'priority', priority, 'specificity', specificity,
         'ratePpm', rate_ppm, 'appliesToShipping', applies_to_shipping) ORDER BY priority, specificity DESC, tax_class, id)
       FROM tax_rules WHERE ${placeMatches(destination)}) AS taxes,
    (SELECT json_object('pricesIncludeTax', prices_include_tax, 'rounding', rounding)
       FROM tax_settings WHERE country IN (${destination.country}, '*') ORDER BY country = '*' LIMIT 1) AS tax_settings,
    (SELECT json_object('reason', reason, 'validUntil', valid_until)
       FROM tax_exemptions WHERE customer_id = ${customerId}) AS tax_exemption`;
}

type RuleJson = Omit<TaxRule, "appliesToShipping" | "jurisdiction"> & {
  country: string;
  region: string;
  postal_pattern: string;
  appliesToShipping: 0 | 1;
};

/** The taxes of a row that `taxColumns` are in, at this time. */
export function taxesOfRow(row: TaxColumns, now: Date): DestinationTaxes {
  const rules = JSON.parse(row.taxes) as RuleJson[];
  const settings = JSON.parse(row.tax_settings ?? "{}") as {
    pricesIncludeTax?: 0 | 1;
    rounding?: TaxRounding;
  };
  const exemption = exemptionOf(row);
  const isExempt = exemption && !hasEnded(exemption, now);
  return {
    taxes: rules.map(({ country, region, postal_pattern, appliesToShipping, ...rule }) => ({
      ...rule,
      appliesToShipping: appliesToShipping === 1,
      jurisdiction: placeView({ country, region, postal_pattern }),
    })),
    pricesIncludeTax: settings.pricesIncludeTax === 1,
    rounding: settings.rounding ?? "order",
    ...(isExempt ? { exemption: { reason: exemption.reason } } : {}),
  };
}

/** The last day of an exemption that has ended; undefined when there is none or it goes on. */
export function endedExemptionOf(row: TaxColumns, now: Date): string | undefined {
  const exemption = exemptionOf(row);
  return exemption && hasEnded(exemption, now) ? (exemption.validUntil ?? undefined) : undefined;
}

interface ExemptionJson {
  reason: string;
  validUntil: string | null;
}

function exemptionOf(row: TaxColumns): ExemptionJson | undefined {
  return row.tax_exemption === null ? undefined : (JSON.parse(row.tax_exemption) as ExemptionJson);
}

/** The last day counts, in UTC. */
function hasEnded({ validUntil }: ExemptionJson, now: Date): boolean {
  return validUntil !== null && now.toISOString().slice(0, 10) > validUntil;
}
