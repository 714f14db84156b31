import assert from "node:assert/strict";
import type { Request } from "autocannon";
import { type Cart, newCart } from "../buyer.ts";
import { times } from "../../scripts/lib/times.ts";
import { send } from "../http.ts";
import type { Shop } from "../shop.ts";
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
    { name: "cart change", target: 0.7, floor: rows("POST"), ours: changeTarget(world) },
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
            return (await readCart(shop, carts[index])).items[0]?.quantity;
          });
          const expected = 1 + operations / connections;
          assert.deepEqual(new Set(quantities), new Set([expected]), "a cart lost or doubled an addition");
        },
      };
    },
  };
}

/** Changes the quantity of a cart's only line to and fro; afterwards each cart has had as many changes as were sent. */
function changeTarget({ shop, connections }: World): Target {
  return {
    pid: shop.pid,
    connections,
    async prepare(operations) {
      const tokens = await times(connections, 4, () => newCart(shop, shop.variants.slice(0, 1)));
      const look = () => times(connections, 4, (index) => readCart(shop, tokens[index]));
      const carts = await look();
      return {
        load: {
          url: shop.url,
          connections,
          steps: [{ method: "PATCH" }],
          stepsOf: (connection) => [changeRequest(tokens[connection] ?? "", carts[connection]?.items[0]?.id)],
        },
        async check() {
          const changes = (await look()).map(({ version }, index) => version - (carts[index]?.version ?? 0));
          assert.deepEqual(new Set(changes), new Set([operations / connections]), "a cart lost a change");
        },
      };
    },
  };
}

function changeRequest(token: string, line = ""): Request {
  let turn = 0;
  return {
    method: "PATCH",
    setupRequest: (request) => ({
      ...request,
      path: `/api/v1/cart/items/${line}`,
      headers: { "Content-Type": "application/json", "X-Cart-Token": token },
      body: JSON.stringify({ quantity: 2 + (turn++ % 2) }),
    }),
  };
}

async function readCart({ url }: Shop, token = ""): Promise<Cart> {
  return (await send<Cart>("GET", `${url}/api/v1/cart`, { headers: { "X-Cart-Token": token } })).body;
}
