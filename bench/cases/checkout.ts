import assert from "node:assert/strict";
import type { Request } from "autocannon";
import { ADDRESS, CONTACT, nextPair, type Order, PAYMENT, SHIPPING } from "../buyer.ts";
import { wantedOf } from "../peers.ts";
import { salesCheck } from "../sales-check.ts";
import type { Case, Target, World } from "./case.ts";

/** A guest's whole way from an empty cart to the paid order, read once more: eight requests, one after another. */
export function checkoutCases(world: World): Case[] {
  return [{ name: "whole guest checkout", atLeast: wantedOf("checkout"), ours: flowTarget(world) }];
}

function flowTarget({ shop, flows }: World): Target {
  return {
    pid: shop.pid,
    connections: flows,
    async prepare(operations) {
      const { drain, check } = await salesCheck(shop);
      const add = (which: 0 | 1) => () => ({ variant_id: nextPair(shop)[which].id, quantity: 1 });
      return {
        load: {
          url: shop.url,
          connections: flows,
          steps: [
            step("POST", "cart/items", add(0)),
            step("POST", "cart/items", add(1)),
            step("PUT", "cart/contact", () => CONTACT),
            step("PUT", "cart/shipping-address", () => ADDRESS),
            step("GET", "cart/shipping-options"),
            step("PUT", "cart/shipping-option", () => SHIPPING),
            step("POST", "orders", () => PAYMENT),
            readOrder,
          ],
        },
        drain,
        check: () => check(operations),
      };
    },
  };
}

function step(method: string, path: string, body?: () => unknown): Request {
  return {
    method,
    path: `/api/v1/${path}`,
    setupRequest: (request, context) => ({
      ...request,
      ...(body ? { body: JSON.stringify(body()) } : {}),
      headers: {
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...(typeof context["cart"] === "string" ? { "X-Cart-Token": context["cart"] } : {}),
        ...(path === "orders" ? { "Idempotency-Key": crypto.randomUUID() } : {}),
      },
    }),
    onResponse: (_status, text, context, headers) => {
      const token = Object.entries(headers).find(([name]) => name.toLowerCase() === "x-cart-token")?.[1];
      if (token !== undefined) context["cart"] = String(token);
      if (path === "orders") context["order"] = JSON.parse(text) as Order;
    },
  };
}

const readOrder: Request = {
  method: "GET",
  path: "/api/v1/orders/:id",
  setupRequest: (request, context) => {
    const order = context["order"] as Order | undefined;
    assert(order, "the order was not placed");
    return {
      ...request,
      path: `/api/v1/orders/${order.id}`,
      headers: { "X-Order-Token": order.access_token },
    };
  },
};
