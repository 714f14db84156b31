import assert from "node:assert/strict";
import { PAYMENT, readyCart } from "../buyer.ts";
import { times } from "../../scripts/lib/times.ts";
import { salesCheck } from "../sales-check.ts";
import type { Shop } from "../shop.ts";
import { type Case, plain, type Target, type World } from "./case.ts";

/**
 * POST /orders with payment. First its own work alone, against one bare D1 batch that writes the same rows and against
 * the same reads and writes of all stores without any logic; then with all that it sets off in the background.
 */
export function orderCases(world: World): Case[] {
  const { shop, held, floors, connections } = world;
  const post = (path: string) =>
    plain(floors, { url: floors.url, connections, steps: [{ method: "POST", path }] });
  return [
    { name: "order placement", target: 0.5, floor: post("/order"), ours: orderTarget(held, connections) },
    { name: "  beside the same I/O", floor: post("/order-io"), ours: orderTarget(held, connections) },
    { name: "  with events processed", ours: orderTarget(() => Promise.resolve(shop), connections) },
  ];
}

function orderTarget(shopOf: () => Promise<Shop>, connections: number): Target {
  let pid: number | undefined;
  return {
    get pid() {
      return pid;
    },
    connections,
    async prepare(operations) {
      const shop = await shopOf();
      ({ pid } = shop);
      const tokens = await times(operations, 8, () => readyCart(shop));
      const { drain, check } = await salesCheck(shop);
      return {
        load: {
          url: shop.url,
          connections,
          // Called once a request, so each order takes a cart of its own.
          steps: [
            {
              method: "POST",
              path: "/api/v1/orders",
              body: JSON.stringify(PAYMENT),
              setupRequest: (request) => {
                const token = tokens.pop();
                assert(token !== undefined, "there are more requests than carts");
                return {
                  ...request,
                  headers: {
                    "Content-Type": "application/json",
                    "X-Cart-Token": token,
                    "Idempotency-Key": crypto.randomUUID(),
                  },
                };
              },
            },
          ],
        },
        drain,
        check: () => check(operations),
      };
    },
  };
}
