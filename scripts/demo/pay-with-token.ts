import { randomUUID } from "node:crypto";
import type { FilledCart } from "./fill-cart.ts";
import { type Order, orderLine, type PlacedOrder, type Problem, type Scene } from "./shop.ts";

interface Declined extends Problem {
  order: { id: string; number: string; access_token: string };
}

/** Orders with a card that is declined, then pays the same order with a good one. */
export async function payWithToken({ tell }: Scene, cart: FilledCart): Promise<Order> {
  const { body: declined } = await tell.ask<Declined>("Order, with a card that is declined", {
    method: "POST",
    path: "/api/v1/orders",
    json: { payment_method: "pm_card_chargeDeclined" },
    headers: { ...cart.headers, "Idempotency-Key": randomUUID() },
    expect: 402,
    show: ({ code, detail, order }) => [`${code}: ${detail}`, `order ${order.number} waits to be paid`],
  });
  tell.check(declined.code === "payment.declined", "a declined card is payment.declined", declined.code);

  const { body: paid } = await tell.ask<PlacedOrder>("Pay that order with another card", {
    method: "POST",
    path: `/api/v1/orders/${declined.order.id}/payments`,
    json: { payment_method: "pm_card_visa" },
    headers: { "X-Order-Token": declined.order.access_token, "Idempotency-Key": randomUUID() },
    expect: 201,
    show: orderLine,
  });
  tell.check(
    paid.status === "confirmed" && paid.payment_status === "paid",
    "the order is confirmed and paid",
    paid,
  );
  tell.check(
    paid.totals.total.amount === cart.total.amount,
    "the order costs what the cart said",
    paid.totals,
  );
  return paid;
}
