import { notFound } from "../../platform/errors.ts";
import { checkOptions, withOptions } from "./list-variants.ts";
import { combinationOf, type ProductRecord, type ProductState, type VariantState } from "./product-state.ts";
import type { ShopFacts } from "./variant-change.ts";

export interface VariantResult {
  record: ProductRecord;
  variant: VariantState;
}

/** @throws resource.not_found */
export function variantOrThrow({ state }: ProductRecord, id: string): VariantState {
  const variant = [...state.variants, ...state.archived].find((each) => each.id === id);
  if (!variant) throw notFound("The product has no such variant.");
  return variant;
}

/** @throws resource.not_found also for one that is archived */
export function soldOrThrow(state: ProductState, id: string): VariantState {
  const variant = state.variants.find((each) => each.id === id);
  if (!variant) throw notFound("The product has no such variant.");
  return variant;
}

/** Puts a changed variant among the product's, if its options fit and are no other one's. */
export function placeVariant(
  state: ProductState,
  changed: VariantState,
  variants: readonly VariantState[],
  shop: ShopFacts,
): ProductState {
  checkOptions(changed.options, state.options, "#", shop.problems);
  const combination = combinationOf(state.options, changed.options);
  const isTwin = (other: VariantState) =>
    other.id !== changed.id && combinationOf(state.options, other.options) === combination;
  if (variants.some(isTwin))
    shop.problems.add("#/options", "duplicate_variant", "are those of another variant of the product");
  return {
    ...state,
    variants: variants.map((variant) =>
      variant === changed ? withOptions(changed, state.options) : variant,
    ),
  };
}
