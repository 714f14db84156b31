import assert from "node:assert/strict";
import { type Cart, newCart } from "../buyer.ts";
import { times } from "../../scripts/lib/times.ts";
import { send } from "../http.ts";
import { type Case, plain, type Target, type World } from "./case.ts";

/** Carts against a bare Durable Object with one row; each connection has a cart, or an object, of its own. */
export function cartCases(world: World): Case[] {
  const { floors, connections } = world;
  const rows = (method: string): Target =>
    plain(floors, {
      url: floors.url,
      connections,
      steps: [{ method, path: "/row" }],
      headersOf: (connection) => ({ "X-Object": `cart-${connection}` }),
    });
  return [
    { name: "cart read", floor: rows("GET"), ours: readTarget(world) },
    { name: "cart add", target: 0.7, floor: rows("POST"), ours: addTarget(world) },
  ];
}

function readTarget({ shop, connections }: World): Target {
  return {
    pid: shop.pid,
    connections,
    async prepare() {
      const carts = await times(connections, 4, () => newCart(shop, shop.variants.slice(0, 1)));
      return {
        load: {
          url: shop.url,
          connections,
          steps: [{ path: "/api/v1/cart" }],
          headersOf: (connection) => ({ "X-Cart-Token": carts[connection] ?? "" }),
        },
      };
    },
  };
}

/** Adds one unit of the same variant again and again; afterwards every cart holds as many as were added. */
function addTarget({ shop, connections }: World): Target {
  return {
    pid: shop.pid,
    connections,
    async prepare(operations) {
      const [variant] = shop.variants;
      assert(variant);
      const carts = await times(connections, 4, () => newCart(shop, [variant]));
      return {
        load: {
          url: shop.url,
          connections,
          steps: [
            {
              method: "POST",
              path: "/api/v1/cart/items",
              body: JSON.stringify({ variant_id: variant.id, quantity: 1 }),
            },
          ],
          headersOf: (connection) => ({
            "Content-Type": "application/json",
            "X-Cart-Token": carts[connection] ?? "",
          }),
        },
        async check() {
          const quantities = await times(connections, 4, async (index) => {
            const { body } = await send<Cart>("GET", `${shop.url}/api/v1/cart`, {
              headers: { "X-Cart-Token": carts[index] ?? "" },
            });
            return body.items[0]?.quantity;
          });
          const expected = 1 + operations / connections;
          assert.deepEqual(new Set(quantities), new Set([expected]), "a cart lost or doubled an addition");
        },
      };
    },
  };
}
