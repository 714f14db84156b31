import type { CartLine } from "../../src/modules/cart/cart.state.ts";

type Variant = CartLine["variant"];

/** A variant as a cart remembers it; what a test is about it names. */
export function variantOf(id: string, changes: Partial<Variant> = {}): Variant {
  return {
    variantId: id,
    productId: `product of ${id}`,
    sku: id.toUpperCase(),
    name: id,
    options: {},
    imageUrl: null,
    weightGrams: 500,
    requiresShipping: true,
    taxable: true,
    prices: { USD: 1000, EUR: 900 },
    available: 10,
    ...changes,
  };
}
