import { pointerPart } from "./product-problems.ts";
import {
  combinationOf,
  type Option,
  type ProductState,
  valueOf,
  type VariantState,
  variantTitle,
} from "./product-state.ts";
import type { ListedVariant } from "./products.schema.ts";
import { changeVariant, type ShopFacts } from "./variant-change.ts";

/**
 * The product with exactly the listed variants, in that order. A listed one that the product has (by id, SKU, or options)
 * keeps its id and what is not said of it; those that are not listed are archived. Without `given`, the options are read
 * off the variants. What does not fit is added to the problems.
 */
export function listVariants(
  state: ProductState,
  listed: readonly ListedVariant[],
  given: readonly Option[] | undefined,
  shop: ShopFacts,
): ProductState {
  const bases = matchListed(state, listed, shop);
  const changed = listed.map(({ id: _id, ...input }, index) =>
    changeVariant(input, bases[index], `#/variants/${index}`, shop),
  );
  const options = given ? [...given] : optionsOf(state.options, changed);
  const variants = changed.map((variant) => withOptions(variant, options));
  checkVariants(variants, changed, options, shop);
  const kept = new Set(variants.map(({ id }) => id));
  const archived = [...state.variants, ...state.archived].filter(({ id }) => !kept.has(id));
  return { ...state, options, variants, archived };
}

/** Which variant of the product each listed one is: the surest signs first, none taken twice. */
function matchListed(
  state: ProductState,
  listed: readonly ListedVariant[],
  { problems }: ShopFacts,
): (VariantState | undefined)[] {
  const free = new Set([...state.variants, ...state.archived]);
  const bases: (VariantState | undefined)[] = listed.map(() => undefined);
  const take = (index: number, isIt: (variant: VariantState) => boolean) => {
    const match = [...free].find(isIt);
    if (!match) return false;
    free.delete(match);
    bases[index] = match;
    return true;
  };
  listed.forEach(({ id }, index) => {
    if (id !== undefined && !take(index, (variant) => variant.id === id))
      problems.add(`#/variants/${index}/id`, "unknown_variant", "is no variant of this product");
  });
  listed.forEach(({ id, sku }, index) => {
    if (id === undefined && sku !== undefined) take(index, (variant) => variant.sku === sku);
  });
  listed.forEach(({ id, options }, index) => {
    if (id !== undefined || bases[index]) return;
    const wanted = sorted(options ?? {});
    take(index, (variant) => sorted(variant.options) === wanted);
  });
  return bases;
}

function sorted(options: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The options that these variants have, in the order that the product had them in, with the values that are used. */
function optionsOf(before: readonly Option[], variants: readonly VariantState[]): Option[] {
  const names = new Set(variants.flatMap(({ options }) => Object.keys(options)));
  const known = before.map(({ name }) => name).filter((name) => names.has(name));
  return [...new Set([...known, ...names])].map((name) => {
    const used = new Set(variants.flatMap(({ options }) => valueOf(options, name) ?? []));
    const kept = before.find((option) => option.name === name)?.values.filter((value) => used.has(value));
    return { name, values: [...new Set([...(kept ?? []), ...used])] };
  });
}

/** The variant with its options in the product's order, and the title that follows from them. */
export function withOptions(variant: VariantState, options: readonly Option[]): VariantState {
  const values = Object.fromEntries(
    options.flatMap(({ name }) => {
      const value = valueOf(variant.options, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { ...variant, options: values, title: variantTitle(options, values) };
}

function checkVariants(
  variants: readonly VariantState[],
  asGiven: readonly VariantState[],
  options: readonly Option[],
  { problems }: ShopFacts,
): void {
  if (options.length > 3) problems.add("#/variants", "too_many_options", "have more than 3 options");
  const skus = new Set<string>();
  const combinations = new Set<string>();
  variants.forEach((variant, index) => {
    const pointer = `#/variants/${index}`;
    checkOptions(asGiven[index]?.options ?? {}, options, pointer, problems);
    const combination = combinationOf(options, variant.options);
    if (combinations.has(combination))
      problems.add(`${pointer}/options`, "duplicate_variant", "are those of another variant of the list");
    combinations.add(combination);
    if (variant.sku !== "" && skus.has(variant.sku))
      problems.add(`${pointer}/sku`, "duplicate_sku", `"${variant.sku}" is another variant's of the list`);
    skus.add(variant.sku);
  });
}

/** Adds a problem for every option that is missing, unknown, or has a value that the product does not offer. */
export function checkOptions(
  values: Readonly<Record<string, string>>,
  options: readonly Option[],
  pointer: string,
  problems: ShopFacts["problems"],
): void {
  for (const { name, values: offered } of options) {
    const value = valueOf(values, name);
    const where = `${pointer}/options/${pointerPart(name)}`;
    if (value === undefined) problems.add(where, "required", "is needed: the product has this option");
    else if (!offered.includes(value)) problems.add(where, "unknown_value", "is none of the option's values");
  }
  for (const name of Object.keys(values)) {
    if (!options.some((option) => option.name === name))
      problems.add(
        `${pointer}/options/${pointerPart(name)}`,
        "unknown_option",
        "is no option of the product",
      );
  }
}
