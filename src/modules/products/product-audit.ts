import { isSame } from "../../platform/is-same.ts";
import type { ProductState, VariantState } from "./product-state.ts";

/** Longer texts are cut in the audit log: it says who changed what, and is no second copy of the catalog. */
const MAX_TEXT = 1_000;

/** What differs between two states, for the audit log. Of variants only those that differ are named. */
export function differenceOf(
  before: ProductState | undefined,
  after: ProductState | undefined,
): { before?: unknown; after?: unknown } {
  return {
    ...(before ? { before: differing(before, after) } : {}),
    ...(after ? { after: differing(after, before) } : {}),
  };
}

function differing(state: ProductState, other: ProductState | undefined): Record<string, unknown> {
  if (!other)
    return cut({ slug: state.slug, name: state.name, status: state.status, variants: skusOf(state) });
  const members = Object.entries(state).filter(
    ([name, value]) => !isSame(value, other[name as keyof ProductState]),
  );
  return cut(
    Object.fromEntries(
      members.map(([name, value]) =>
        name === "variants" || name === "archived"
          ? [name, differingVariants(value as VariantState[], other[name])]
          : [name, value],
      ),
    ),
  );
}

function differingVariants(
  variants: readonly VariantState[],
  others: readonly VariantState[],
): VariantState[] {
  const byId = new Map(others.map((variant) => [variant.id, variant]));
  return variants.filter((variant) => !isSame(variant, byId.get(variant.id)));
}

function skusOf(state: ProductState): string[] {
  return state.variants.map(({ sku }) => sku);
}

function cut(value: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "string" && member.length > MAX_TEXT ? `${member.slice(0, MAX_TEXT)}…` : member,
  );
  return JSON.parse(text) as Record<string, unknown>;
}
