import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeVariant, NEW_YORK, placeOrder, readyCart, STANDARD_US } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

/** Makes of what the object stores what an earlier release would have stored, and puts the object to sleep. */
async function asStoredBefore(
  cartId: string,
  change: (state: Record<string, unknown>) => void,
): Promise<void> {
  const object = env.CART.getByName(cartId);
  await runInDurableObject(object, (_, { storage }) => {
    const older = (text: string) => {
      const state = JSON.parse(text) as Record<string, unknown>;
      change(state);
      return JSON.stringify(state);
    };
    const [row] = storage.sql.exec<{ state: string }>("SELECT state FROM cart").toArray();
    storage.sql.exec("UPDATE cart SET state = ?", older(row?.state ?? "null"));
  });
  await evictDurableObject(object);
}

describe("a cart that an earlier release has stored", () => {
  it("is the same cart after the deployment: read, changed, ordered", async () => {
    const variant = await makeVariant({ price: "20.00" });
    const token = await readyCart([{ variant, quantity: 2 }]);
    const shopper = new Shopper(token);
    const before = await shopper.cart();
    await asStoredBefore(before.id, (state) => {
      delete state["shape"];
      const market = state["market"] as {
        rates: Record<string, unknown>[];
        taxes: Record<string, unknown>[];
      };
      const keep = (each: Record<string, unknown>, fields: string[]) =>
        Object.fromEntries(fields.map((field) => [field, each[field]]));
      state["market"] = {
        rates: market.rates.map((rate) =>
          keep(rate, ["id", "name", "currency", "amount", "minWeightGrams", "maxWeightGrams"]),
        ),
        taxes: market.taxes.map((tax) => keep(tax, ["name", "ratePpm", "appliesToShipping"])),
      };
    });
    const after = await shopper.cart();
    expect(after).toMatchObject({
      id: before.id,
      version: before.version,
      email: before.email,
      shipping_address: before.shipping_address,
      totals: before.totals,
    });
    expect(after.items).toEqual(before.items);
    const changed = (await shopper.add(variant, 1)).body;
    expect(changed.items).toMatchObject([{ quantity: 3 }]);
    expect(changed.version).toBeGreaterThan(before.version);
    await shopper.call("PUT", "/shipping-address", NEW_YORK);
    await shopper.call("PUT", "/shipping-option", { id: STANDARD_US });
    expect((await placeOrder(token)).status).toBe(201);
  });

  it("stores its present shape with the next change, and is read again after an eviction", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    const { id } = (await shopper.add(variant, 2)).body;
    await asStoredBefore(id, (state) => delete state["shape"]);
    await shopper.add(variant, 1);
    await evictDurableObject(env.CART.getByName(id));
    expect((await shopper.cart()).items).toMatchObject([{ quantity: 3 }]);
    const stored = await runInDurableObject(env.CART.getByName(id), (_, { storage }) =>
      storage.sql.exec<{ state: string }>("SELECT state FROM cart").one(),
    );
    expect(JSON.parse(stored.state)).toMatchObject({ shape: 2 });
  });
});
