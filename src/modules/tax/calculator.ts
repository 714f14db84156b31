import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import type { Destination } from "../../platform/places.ts";
import { STANDARD_TAX, type TaxRule } from "../pricing/index.ts";

/** What a calculator is asked. */
export interface TaxRequest {
  destination: Destination & { line1?: string | undefined; city?: string | undefined };
  /**
   * The classes of the goods: what variants have as their tax code, in lower case; `standard` is always one of them. When an address is
   * set, the goods are not known: classes are `standard` and those of deliveries.
   */
  taxClasses: string[];
  /** The shop's own rates for the destination. */
  table: readonly TaxRule[];
}

/**
 * Where the taxes of a destination come from: the shop's table of rates, or a service such as Stripe Tax. It is asked when a shipping
 * address is set, when a cart looks at the catalog again, at every quote, and when an order is placed; a service should remember
 * its answers, so that the last of these costs no call. A class that it gave no rate for bears the standard one: so a cart whose address
 * was just set shows the standard rate on all goods until it is quoted or looks at the catalog again. Amounts and rounding are ours (`priceOrder`): it answers rates.
 */
export interface TaxCalculator {
  taxesFor(ctx: Ctx, request: TaxRequest): Promise<TaxRule[]>;
}

const ownTable: TaxCalculator = { taxesFor: async (_ctx, { table }) => [...table] };

let calculator = ownTable;

/** Puts a calculator in the place of the shop's table; undefined puts the table back. */
export function setTaxCalculator(other: TaxCalculator | undefined): void {
  calculator = other ?? ownTable;
}

/** The taxes of a destination. When the calculator fails, the shop's table holds: no sale is lost for it. */
export async function calculateTaxes(
  ctx: Ctx,
  { taxClasses, ...request }: Omit<TaxRequest, "taxClasses"> & { taxClasses: Iterable<string> },
): Promise<TaxRule[]> {
  try {
    const classes = [...new Set([STANDARD_TAX, ...taxClasses])].sort();
    return await calculator.taxesFor(ctx, { ...request, taxClasses: classes });
  } catch (error) {
    ctx.log.error("the tax calculator failed: the shop's own rates are charged", describeError(error));
    return [...request.table];
  }
}
