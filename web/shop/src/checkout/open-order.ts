import { session } from "../session-state.ts";
import { keepOrderToken } from "../order/order-tokens.ts";
import type { OrderRef } from "./place-order.ts";

const NAME = "shop.checkout-order";

/** The order that this tab has placed and not seen paid yet: also after the way over the bank's page. */
export function openOrder(): Pick<OrderRef, "id" | "number"> | undefined {
  const kept = sessionStorage.getItem(NAME);
  return kept === null ? undefined : (JSON.parse(kept) as Pick<OrderRef, "id" | "number">);
}

/** Keeps an order for the rest of the way, and for guests what opens it. */
export function keepOpenOrder({ id, number, access_token: token }: OrderRef): void {
  sessionStorage.setItem(NAME, JSON.stringify({ id, number }));
  // A customer's own order is opened by who they are, which ends with the session.
  if (session.value === undefined) keepOrderToken(id, token);
}

/** The order is looked after on its own page. */
export function forgetOpenOrder(id: string): void {
  if (openOrder()?.id === id) sessionStorage.removeItem(NAME);
}
