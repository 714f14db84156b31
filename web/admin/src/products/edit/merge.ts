import { isSame } from "../../shared/changes.ts";
import type { AttributeValue, OptionValues, ProductValues, VariantValues } from "./values.ts";

/**
 * My changes on top of theirs: what I did not change is as they made it. `base` is what both of us began with. Where both changed the
 * same, mine stands.
 */
export function mergeValues(base: ProductValues, mine: ProductValues, theirs: ProductValues): ProductValues {
  const merged = Object.fromEntries(
    Object.keys(theirs).map((field) => {
      const name = field as keyof ProductValues;
      return [name, pick(base[name], mine[name], theirs[name])];
    }),
  ) as unknown as ProductValues;
  return {
    ...merged,
    seo: {
      title: pick(base.seo.title, mine.seo.title, theirs.seo.title),
      description: pick(base.seo.description, mine.seo.description, theirs.seo.description),
    },
    tags: mergeList(base.tags, mine.tags, theirs.tags),
    categories: mergeList(base.categories, mine.categories, theirs.categories),
    attributes: mergeAttributes(base.attributes, mine.attributes, theirs.attributes),
    variants: mergeVariants(base, mine, theirs, merged.options),
  };
}

function pick<Value>(base: Value, mine: Value, theirs: Value): Value {
  return isSame(base, mine) ? theirs : mine;
}

/** Theirs without what I took away, with what I added. */
function mergeList(base: string[], mine: string[], theirs: string[]): string[] {
  const kept = theirs.filter((item) => mine.includes(item) || !base.includes(item));
  return [...kept, ...mine.filter((item) => !base.includes(item) && !kept.includes(item))];
}

function mergeAttributes(
  base: AttributeValue[],
  mine: AttributeValue[],
  theirs: AttributeValue[],
): AttributeValue[] {
  const valueIn = (list: AttributeValue[], name: string) => list.find((one) => one.name === name)?.value;
  const names = new Set([...theirs, ...mine].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const value = pick(valueIn(base, name), valueIn(mine, name), valueIn(theirs, name));
    return value === undefined ? [] : [{ name, value }];
  });
}

/** With other options only one side's variants make sense: mine when I changed the options, else theirs. Else variant by variant. */
function mergeVariants(
  base: ProductValues,
  mine: ProductValues,
  theirs: ProductValues,
  options: OptionValues[],
): VariantValues[] {
  if (isSame(mine.variants, base.variants)) return theirs.variants;
  if (isSame(options, mine.options) && !isSame(base.options, mine.options)) return mine.variants;
  const in_ = (list: VariantValues[], key: string) => list.find((one) => one.key === key);
  const kept = theirs.variants.flatMap((variant) => {
    const was = in_(base.variants, variant.key);
    const now = in_(mine.variants, variant.key);
    if (!was) return [variant];
    return now ? [mergeVariant(was, now, variant)] : [];
  });
  return [...kept, ...mine.variants.filter(({ id }) => id === undefined)];
}

function mergeVariant(base: VariantValues, mine: VariantValues, theirs: VariantValues): VariantValues {
  const fields = Object.keys(theirs) as (keyof VariantValues)[];
  const merged = Object.fromEntries(fields.map((name) => [name, pick(base[name], mine[name], theirs[name])]));
  const currencies = new Set([...Object.keys(theirs.prices), ...Object.keys(mine.prices)]);
  const prices = [...currencies].flatMap((currency) => {
    const price = pick(base.prices[currency], mine.prices[currency], theirs.prices[currency]);
    return price ? [[currency, price]] : [];
  });
  return {
    ...(merged as unknown as VariantValues),
    prices: Object.fromEntries(prices) as VariantValues["prices"],
  };
}
