import { describe, expect, it } from "vitest";
import { emptyCart } from "../../src/modules/cart/cart.life.ts";
import { applyOperation } from "../../src/modules/cart/cart.rules.ts";
import { MAX_SUBTOTAL, SHAPE } from "../../src/modules/cart/cart.state.ts";
import { amountOf } from "../../src/modules/cart/cart.units.ts";
import { type StoredCart, upgradeCart } from "../../src/modules/cart/cart.upgrade.ts";
import { cartView } from "../../src/modules/cart/cart.view.ts";

/** As the first release stored a cart: without the number of a shape. */
const OLD = JSON.parse(`{
  "id": "01900000-0000-7000-8000-00000000c0de", "version": 7, "generation": 1793534400, "currency": "USD",
  "lines": [{ "id": "01900000-0000-7000-8000-00000000aaaa", "quantity": 3, "merged": 1, "sold": true, "previousPrice": 900,
    "variant": { "variantId": "01900000-0000-7000-8000-0000000000a1", "productId": "01900000-0000-7000-8000-0000000000b1",
      "sku": "MUG", "name": "Mug", "options": { "Color": "Blue" }, "imageUrl": "http://shop.test/mug.webp", "weightGrams": 350,
      "requiresShipping": true, "taxable": true, "prices": { "USD": 1000 }, "available": 12 } }],
  "updatedAt": "2026-11-01T12:00:00.000Z", "expiresAt": "2026-12-01T12:00:00.000Z",
  "email": "ada@example.com",
  "shippingAddress": { "first_name": "Ada", "last_name": "L", "line1": "1 Way", "city": "New York", "region": "NY", "country": "US" },
  "market": { "rates": [{ "id": "01900000-0000-7000-8000-000000000301", "name": "Standard", "currency": "USD", "amount": 500,
      "minWeightGrams": 0, "maxWeightGrams": null }],
    "taxes": [{ "name": "Tax", "ratePpm": 88750, "appliesToShipping": false }] },
  "shippingRateId": "01900000-0000-7000-8000-000000000301",
  "receipts": [{ "from": "guest", "number": 4, "leftover": [], "ordered": [] }],
  "frozen": true
}`) as StoredCart;

describe("a cart that the first release stored", () => {
  it("is read with all that it holds, and can be answered and changed", () => {
    const cart = upgradeCart(structuredClone(OLD));
    expect(cart).toEqual({ ...OLD, shape: SHAPE });
    expect(cartView(cart)).toMatchObject({
      version: 7,
      email: "ada@example.com",
      items: [{ quantity: 3, options: { Color: "Blue" }, problems: [{ code: "price_changed" }] }],
      shipping_option: { name: "Standard", price: { amount: 500 } },
      totals: { subtotal: { amount: 3000 }, tax: { amount: 266 }, total: { amount: 3766 } },
    });
    const { frozen: _, ...open } = cart;
    const applied = applyOperation(
      open,
      { op: "change_line", lineId: cart.lines[0]?.id ?? "", quantity: 2 },
      new Date(),
    );
    expect("state" in applied && applied.state).toMatchObject({ version: 8, lines: [{ quantity: 2 }] });
  });

  it("and that cost more than can be counted is cut to what can be answered", () => {
    const variant = { ...OLD.lines[0]?.variant, prices: { USD: 500_000_000_000 } };
    const lines = ["a", "b"].map((id) => ({
      ...OLD.lines[0],
      id,
      quantity: 9_999,
      variant: { ...variant, variantId: id },
    }));
    const cart = upgradeCart({ ...OLD, lines: lines as StoredCart["lines"] });
    expect(amountOf(cart.lines, "USD")).toBeLessThanOrEqual(MAX_SUBTOTAL);
    expect(cart.lines).toMatchObject([{ id: "a", quantity: 1800 }]);
    expect(() => cartView(cart)).not.toThrow();
    // It is answered with other lines than before.
    expect(cart.version).toBe(OLD.version + 1);
  });
});

describe("a cart of another shape", () => {
  it("that is the present one stays as it is", () => {
    const cart = emptyCart("cart", "USD", new Date());
    expect(upgradeCart(cart)).toEqual(cart);
  });

  it("that is a later one stays as it is, too: a release that was rolled back does not spoil it", () => {
    const later = { ...emptyCart("cart", "USD", new Date()), shape: SHAPE + 1, news: true };
    expect(upgradeCart(later)).toEqual(later);
  });
});
