import { idempotencyKey, type Problem } from "../../client/index.ts";
import type { FilledCart } from "./fill-cart.ts";
import { type Order, orderLine, type Scene } from "./shop.ts";

/** `payment.declined` names the order that waits to be paid. */
type Declined = Problem & { order: { id: string; number: string; access_token: string } };

/** Orders with a card that is declined, then pays the same order with a good one. */
export async function payWithToken({ tell }: Scene, { client, total }: FilledCart): Promise<Order> {
  const header = { "Idempotency-Key": idempotencyKey() };
  const body = { payment_method: "pm_card_chargeDeclined" };
  const declined = (await tell.askInVain("Order, with a card that is declined", {
    send: () => client.POST("/api/v1/orders", { params: { header }, body }),
    expect: 402,
    show: (problem) => [
      `${problem.code}: ${problem.detail}`,
      `order ${(problem as Declined).order.number} waits to be paid`,
    ],
  })) as Declined;
  tell.check(declined.code === "payment.declined", "a declined card is payment.declined", declined.code);

  const { id, access_token } = declined.order;
  const params = {
    path: { id },
    header: { "X-Order-Token": access_token, "Idempotency-Key": idempotencyKey() },
  };
  const paid = await tell.ask("Pay that order with another card", {
    send: () =>
      client.POST("/api/v1/orders/{id}/payments", { params, body: { payment_method: "pm_card_visa" } }),
    expect: 201,
    show: orderLine,
  });
  tell.check(
    paid.status === "confirmed" && paid.payment_status === "paid",
    "the order is confirmed and paid",
    paid,
  );
  tell.check(paid.totals.total.amount === total.amount, "the order costs what the cart said", paid.totals);
  return paid;
}
