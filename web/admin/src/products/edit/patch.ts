import { toMinor } from "../../shared/format.ts";
import { isSame } from "../../shared/changes.ts";
import type { ProductPatch } from "./product.ts";
import type { AttributeValue, ProductValues, VariantValues } from "./values.ts";

type VariantPatch = NonNullable<ProductPatch["variants"]>[number];

/** What has to be sent to the API to make `after` of a product that is `before`. What did not change is not in it. */
export function patchOf(before: ProductValues, after: ProductValues): ProductPatch {
  const patch: ProductPatch = {};
  for (const field of ["name", "slug", "description", "status", "vendor", "tags", "categories"] as const) {
    if (!isSame(before[field], after[field])) Object.assign(patch, { [field]: after[field] });
  }
  // A draft alone can be published at a time.
  if (before.publish_at !== after.publish_at && after.status === "draft")
    patch.publish_at = after.publish_at || null;
  if (!isSame(before.seo, after.seo)) patch.seo = seoPatch(before.seo, after.seo);
  if (!isSame(before.attributes, after.attributes))
    patch.attributes = attributesPatch(before.attributes, after.attributes);
  if (!isSame(before.options, after.options)) patch.options = after.options;
  const variants = variantsPatch(before, after);
  if (variants) patch.variants = variants;
  return patch;
}

function seoPatch(before: ProductValues["seo"], after: ProductValues["seo"]): ProductPatch["seo"] {
  return {
    ...(before.title === after.title ? {} : { title: after.title }),
    ...(before.description === after.description ? {} : { description: after.description }),
  };
}

function attributesPatch(before: AttributeValue[], after: AttributeValue[]): ProductPatch["attributes"] {
  const gone = before.filter(({ name }) => !after.some((one) => one.name === name));
  const said = after.filter(
    ({ name, value }) => !before.some((one) => one.name === name && one.value === value),
  );
  return Object.fromEntries([
    ...gone.map(({ name }) => [name, null]),
    ...said.map(({ name, value }) => [name, value]),
  ]) as ProductPatch["attributes"];
}

/**
 * All variants in their order, because those that are not named are archived: one that did not change by its id alone.
 * Undefined when none changed.
 */
function variantsPatch(before: ProductValues, after: ProductValues): VariantPatch[] | undefined {
  const optionsChanged = !isSame(before.options, after.options);
  if (!optionsChanged && isSame(before.variants, after.variants)) return undefined;
  const known = new Map(before.variants.map((variant) => [variant.id, variant]));
  return after.variants.map((variant) => {
    const was = variant.id === undefined ? undefined : known.get(variant.id);
    const options = optionsChanged || !was || !isSame(was.options, variant.options);
    return {
      ...(variant.id === undefined ? {} : { id: variant.id }),
      ...(options ? { options: namedOptions(after, variant) } : {}),
      ...variantPatch(was, variant),
    };
  });
}

function namedOptions({ options }: ProductValues, variant: VariantValues): Record<string, string> {
  return Object.fromEntries(options.map(({ name }, index) => [name, variant.options[index] ?? ""]));
}

/** What changed of a variant; everything that is said of a new one. */
function variantPatch(was: VariantValues | undefined, now: VariantValues): VariantPatch {
  const differs = (field: keyof VariantValues) => !isSame(was?.[field], now[field]);
  return {
    ...(differs("sku") && now.sku !== "" ? { sku: now.sku } : {}),
    ...(differs("prices") ? { prices: pricesOf(now) } : {}),
    ...(differs("weight") ? { weight_grams: now.weight === "" ? 0 : Number(now.weight) } : {}),
    ...(differs("barcode") ? { barcode: now.barcode } : {}),
    ...(differs("policy") ? { inventory_policy: now.policy } : {}),
    ...(differs("image") ? { image_url: now.image } : {}),
    ...(differs("requires_shipping") ? { requires_shipping: now.requires_shipping } : {}),
    ...(differs("taxable") ? { taxable: now.taxable } : {}),
    ...(differs("tax_code") ? { tax_code: now.tax_code } : {}),
  };
}

/** The currencies that a variant has a price in, in the order in which they are sent. */
export function pricedCurrencies({ prices }: VariantValues): string[] {
  return Object.keys(prices).filter((currency) => prices[currency]?.amount.trim());
}

function pricesOf(variant: VariantValues) {
  return pricedCurrencies(variant).map((currency) => {
    const { amount = "", compareAt = "" } = variant.prices[currency] ?? {};
    return {
      currency,
      amount: toMinor(amount, currency) ?? 0,
      compare_at_amount: compareAt.trim() === "" ? null : (toMinor(compareAt, currency) ?? null),
    };
  });
}
