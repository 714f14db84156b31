import type { Problems } from "./product-problems.ts";
import type { Price, VariantState } from "./product-state.ts";
import type { VariantBody } from "./products.schema.ts";

/** What deciding on a variant needs to know of the shop. */
export interface ShopFacts {
  newId(): string;
  /** The currencies that the shop sells in, the default one first. */
  currencies: readonly string[];
  publicUrl: string;
  problems: Problems;
}

/**
 * The variant that `input` makes of `base`, or of nothing. What is absent stays, or has its default; an absent SKU of a new
 * variant is "" and still to be made. `pointer` is where the input stands, for what is wrong with it.
 */
export function changeVariant(
  input: VariantBody,
  base: VariantState | undefined,
  pointer: string,
  shop: ShopFacts,
): VariantState {
  const keep = <Value>(value: Value | undefined, kept: Value | undefined, otherwise: Value): Value =>
    value ?? kept ?? otherwise;
  // null is a value here: it takes away.
  const clear = <Value>(value: Value | null | undefined, kept: Value | null | undefined): Value | null =>
    value === undefined ? (kept ?? null) : value;
  const imageUrl = clear(input.image_url, base?.imageUrl);
  return {
    id: base?.id ?? shop.newId(),
    sku: keep(input.sku, base?.sku, ""),
    title: base?.title ?? "",
    options: keep(input.options, base?.options, {}),
    prices: pricesOf(input, base, pointer, shop),
    weightGrams: keep(input.weight_grams, base?.weightGrams, 0),
    barcode: clear(input.barcode, base?.barcode),
    imageUrl: imageUrl === null ? null : withoutOrigin(imageUrl, shop.publicUrl),
    requiresShipping: keep(input.requires_shipping, base?.requiresShipping, true),
    taxable: keep(input.taxable, base?.taxable, true),
    taxCode: clear(input.tax_code, base?.taxCode),
    inventoryPolicy: keep(input.inventory_policy, base?.inventoryPolicy, "deny"),
    metadata: keep(input.metadata, base?.metadata, {}),
  };
}

function pricesOf(
  input: VariantBody,
  base: VariantState | undefined,
  pointer: string,
  { currencies, problems }: ShopFacts,
): Record<string, Price> {
  const prices: Record<string, Price> = input.prices ? {} : { ...base?.prices };
  const isSold = (currency: string, where: string) => {
    if (!currencies.includes(currency))
      problems.add(
        `${pointer}${where}/currency`,
        "currency_not_sold",
        `must be one of ${currencies.join(", ")}`,
      );
  };
  input.prices?.forEach(({ amount, currency, compare_at_amount }, index) => {
    isSold(currency, `/prices/${index}`);
    if (prices[currency])
      problems.add(`${pointer}/prices/${index}`, "duplicate_currency", `names ${currency} twice`);
    prices[currency] = { amount, compareAt: compare_at_amount ?? null };
  });
  if (input.price) {
    const { amount, currency } = input.price;
    isSold(currency, "/price");
    if (input.prices && prices[currency] && prices[currency].amount !== amount)
      problems.add(`${pointer}/price`, "contradiction", `prices has another amount in ${currency}`);
    prices[currency] = { amount, compareAt: prices[currency]?.compareAt ?? null };
  }
  if (input.compare_at_price !== undefined) {
    const shown = input.price?.currency ?? currencies.find((currency) => prices[currency]);
    const currency = input.compare_at_price?.currency ?? shown;
    const price = currency === undefined ? undefined : prices[currency];
    if (input.price && currency !== input.price.currency)
      problems.add(`${pointer}/compare_at_price`, "other_currency", "must be in the currency of the price");
    else if (price && currency !== undefined)
      prices[currency] = { ...price, compareAt: input.compare_at_price?.amount ?? null };
    else if (input.compare_at_price)
      problems.add(`${pointer}/compare_at_price`, "price_missing", "there is no price in its currency");
  }
  if (Object.keys(prices).length === 0) problems.add(`${pointer}/price`, "required", "is needed");
  return prices;
}

/** Media of our own are stored site-relative; answers show them absolute. */
function withoutOrigin(url: string, publicUrl: string): string {
  return url.startsWith(`${publicUrl}/`) ? url.slice(publicUrl.length) : url;
}
