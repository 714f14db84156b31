import { prepareStatement } from "../../platform/db.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { orderable } from "./availability.ts";
import { currencyNotSold } from "./catalog.errors.ts";
import { type SellableRow, sellableStmt } from "./catalog.repo.ts";
import { absoluteUrl } from "./catalog.view.ts";

/** A variant as carts and orders see it: what it is, what it costs now, how many can be sold now. */
export interface SellableVariant {
  variantId: string;
  productId: string;
  sku: string;
  name: string;
  options: Record<string, string>;
  imageUrl: string | null;
  weightGrams: number;
  requiresShipping: boolean;
  taxable: boolean;
  /** The class of goods that it is to the taxes; undefined: the standard one. */
  taxClass?: string;
  /** Minor units by currency. */
  prices: Record<string, number>;
  /** Units that can be ordered, back-orders included; null when those are unlimited. */
  available: number | null;
}

/** undefined when the variant is not sold (any more): draft or archived. */
export function sellableOf(row: SellableRow, publicUrl: string): SellableVariant | undefined {
  if (row.sold !== 1) return undefined;
  return {
    variantId: row.variant_id,
    productId: row.product_id,
    sku: row.sku,
    name: row.name,
    options: JSON.parse(row.options) as Record<string, string>,
    imageUrl: row.image_url === null ? null : absoluteUrl(row.image_url, publicUrl),
    weightGrams: row.weight_grams,
    requiresShipping: row.requires_shipping === 1,
    taxable: row.taxable === 1,
    ...(row.tax_code === null ? {} : { taxClass: row.tax_code.trim().toLowerCase() }),
    prices: JSON.parse(row.prices) as Record<string, number>,
    available: orderable(row),
  };
}

/** Reads one variant by its id or SKU from the system of record. */
export async function findSellable(
  ctx: Ctx,
  by: "id" | "sku",
  value: string,
): Promise<SellableVariant | undefined> {
  const row = await prepareStatement(ctx.env.DB, sellableStmt(by, [value])).first<SellableRow>();
  return row ? sellableOf(row, ctx.config.PUBLIC_URL) : undefined;
}

/**
 * The currency to use: the asked one, or the shop's default.
 * @throws pricing.currency_not_sold
 */
export function soldCurrency(ctx: Pick<Ctx, "config">, asked: string | undefined, pointer: string): string {
  const sold = ctx.config.SHOP_CURRENCIES;
  const currency = asked ?? sold[0];
  if (currency !== undefined && sold.includes(currency)) return currency;
  throw currencyNotSold(`The shop sells in ${sold.join(", ")}.`, {
    facts: { currencies: sold },
    errors: [{ pointer, code: "currency_not_sold", message: `must be one of ${sold.join(", ")}` }],
  });
}
