import { withOptions } from "./list-variants.ts";
import {
  combinationOf,
  type Option,
  type ProductState,
  valueOf,
  type VariantState,
} from "./product-state.ts";
import { MAX_VARIANTS } from "./products.schema.ts";
import type { ShopFacts } from "./variant-change.ts";

/**
 * The product with other options. Variants that still fit stay what they are: an option that is new gives them its first
 * value, one that is gone is taken off them, one that only got another name (at its place) is renamed. Those that do not fit, or
 * would be the same as an earlier one, are archived. With a `template` a variant is made, like it, of each combination
 * that has none; an archived one of that combination comes back instead.
 */
export function changeOptions(
  state: ProductState,
  options: readonly Option[],
  template: VariantState | undefined,
  shop: ShopFacts,
): ProductState {
  const fitted = new Map<string, VariantState>();
  const archived: VariantState[] = [];
  for (const variant of state.variants) {
    const fits = fit(variant, state.options, options);
    const combination = fits && combinationOf(options, fits.options);
    if (!fits || combination === undefined || fitted.has(combination)) archived.push(variant);
    else fitted.set(combination, fits);
  }
  archived.push(...state.archived);
  if (!template) {
    if (fitted.size === 0)
      shop.problems.add("#/options", "no_variant_fits", "leave the product without a variant");
    return { ...state, options: [...options], variants: [...fitted.values()], archived };
  }
  const combinations = combinationsOf(options);
  if (combinations.length > MAX_VARIANTS)
    shop.problems.add("#/options", "too_many_variants", `make more than ${MAX_VARIANTS} variants`);
  const free = new Set(archived);
  const variants = combinations.slice(0, MAX_VARIANTS).map((values) => {
    const combination = combinationOf(options, values);
    const kept = fitted.get(combination);
    if (kept) return kept;
    const back = [...free].find((variant) => sameValues(variant.options, values));
    if (back) free.delete(back);
    const own = { sku: "", barcode: null, imageUrl: null, metadata: {}, options: values };
    return withOptions(back ?? { ...template, ...own, id: shop.newId() }, options);
  });
  return { ...state, options: [...options], variants, archived: [...free] };
}

function sameValues(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return (
    Object.keys(a).length === Object.keys(b).length &&
    Object.entries(a).every(([name, value]) => valueOf(b, name) === value)
  );
}

function fit(
  variant: VariantState,
  before: readonly Option[],
  options: readonly Option[],
): VariantState | undefined {
  const values: Record<string, string> = {};
  for (const [index, { name, values: offered }] of options.entries()) {
    const value = valueOf(variant.options, nameBefore(name, index, before, options)) ?? offered[0];
    if (value === undefined || !offered.includes(value)) return undefined;
    values[name] = value;
  }
  return withOptions({ ...variant, options: values }, options);
}

/** Renamed is an option whose place was taken by a name that was not there, while its own is gone. */
function nameBefore(
  name: string,
  index: number,
  before: readonly Option[],
  after: readonly Option[],
): string {
  const replaced = before[index]?.name;
  if (replaced === undefined || before.some((option) => option.name === name)) return name;
  return after.some((option) => option.name === replaced) ? name : replaced;
}

/** Every combination of option values, the last option changing fastest; one empty combination without options. */
function combinationsOf(options: readonly Option[]): Record<string, string>[] {
  return options.reduce<Record<string, string>[]>(
    (combinations, { name, values }) =>
      // One more than may be is enough to see that there are too many.
      combinations
        .flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })))
        .slice(0, MAX_VARIANTS + 1),
    [{}],
  );
}
