import { newVariant, type OptionValues, type ProductValues, type VariantValues } from "../edit/values.ts";

/** The most variants that a product has. */
export const MOST_VARIANTS = 250;

export type Shape = Pick<ProductValues, "options" | "variants">;

/** Another option behind the others; its values come by `addValue`. */
export function addOption({ options, variants }: Shape): Shape {
  return {
    options: [...options, { name: "", values: [] }],
    variants: variants.map((variant) => ({ ...variant, options: [...variant.options, ""] })),
  };
}

/** Without one of the options. Of variants that are the same then, the first stays. */
export function removeOption({ options, variants }: Shape, index: number): Shape {
  const without = <Item>(list: Item[]) => list.filter((_, at) => at !== index);
  const shorter = variants.map((variant) => ({ ...variant, options: without(variant.options) }));
  return { options: without(options), variants: firstOfEach(shorter) };
}

export function renameOption({ options, variants }: Shape, index: number, name: string): Shape {
  return { options: replaced(options, index, (option) => ({ ...option, name })), variants };
}

/** With another value; variants that have none of this option get it. */
export function addValue({ options, variants }: Shape, index: number, value: string): Shape {
  if (options[index]?.values.includes(value)) return { options, variants };
  return {
    options: replaced(options, index, (option) => ({ ...option, values: [...option.values, value] })),
    variants: variants.map((variant) => withValue(variant, index, (now) => now || value)),
  };
}

/** Without a value, and without the variants that have it. */
export function removeValue({ options, variants }: Shape, index: number, value: string): Shape {
  const values = options[index]?.values.filter((each) => each !== value) ?? [];
  const isLast = values.length === 0;
  return {
    options: replaced(options, index, (option) => ({ ...option, values })),
    // The last value leaves the option empty, not the product.
    variants: isLast
      ? firstOfEach(variants.map((variant) => withValue(variant, index, () => "")))
      : variants.filter((variant) => variant.options[index] !== value),
  };
}

/** A value by another name, also in the variants that have it. A name that is taken changes nothing. */
export function renameValue({ options, variants }: Shape, index: number, from: string, to: string): Shape {
  if (to === "" || options[index]?.values.includes(to)) return { options, variants };
  const name = (value: string) => (value === from ? to : value);
  return {
    options: replaced(options, index, (option) => ({ ...option, values: option.values.map(name) })),
    variants: variants.map((variant) => withValue(variant, index, name)),
  };
}

/** A value one place earlier (-1) or later (1). */
export function moveValue({ options, variants }: Shape, index: number, value: string, by: -1 | 1): Shape {
  const move = (values: string[]) => {
    const at = values.indexOf(value);
    const rest = values.filter((each) => each !== value);
    return rest.toSpliced(Math.max(0, at + by), 0, value);
  };
  return {
    options: replaced(options, index, (option) => ({ ...option, values: move(option.values) })),
    variants,
  };
}

/** Combinations of the options' values that no variant has. */
export function missingCombinations({ options, variants }: Shape): string[][] {
  if (options.length === 0 || options.some(({ values }) => values.length === 0)) return [];
  const taken = new Set(variants.map((variant) => JSON.stringify(variant.options)));
  return combinations(options).filter((combination) => !taken.has(JSON.stringify(combination)));
}

/** With a variant of each given combination, like the first one; all in the order of the options' values. */
export function addCombinations({ options, variants }: Shape, wanted: string[][]): Shape {
  const made = wanted.map((combination) => newVariant(combination, variants[0]));
  const place = new Map(combinations(options).map((each, index) => [JSON.stringify(each), index]));
  const placeOf = (variant: VariantValues) => place.get(JSON.stringify(variant.options)) ?? Infinity;
  const all = [...variants, ...made].slice(0, MOST_VARIANTS);
  return { options, variants: all.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

/** All of them, the last option changing fastest; one more than a product can have is enough to see that there are too many. */
function combinations(options: OptionValues[]): string[][] {
  return options.reduce<string[][]>(
    (found, { values }) =>
      found.flatMap((each) => values.map((value) => [...each, value])).slice(0, MOST_VARIANTS * 2),
    [[]],
  );
}

function firstOfEach(variants: VariantValues[]): VariantValues[] {
  const seen = new Set<string>();
  return variants.filter(({ options }) => {
    const text = JSON.stringify(options);
    return !seen.has(text) && seen.add(text);
  });
}

function withValue(variant: VariantValues, index: number, next: (value: string) => string): VariantValues {
  return { ...variant, options: replaced(variant.options, index, next) };
}

function replaced<Item>(list: Item[], index: number, next: (item: Item) => Item): Item[] {
  return list.map((item, at) => (at === index ? next(item) : item));
}
