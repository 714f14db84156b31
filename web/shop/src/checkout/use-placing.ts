import { useLocation } from "preact-iso";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ApiProblem, Schema } from "../api.ts";
import { type Cart, cart, loadCart } from "../cart-state.ts";
import { keepOpenOrder, openOrder } from "./open-order.ts";
import { takeNextAction } from "./payment/next-action.ts";
import { goOn, keptAttempt, type OrderRef, type Outcome, placeOrder } from "./place-order.ts";

/** How far placing the order is. */
export type Placing =
  | { at: "cart" }
  /** A request is on its way, or the browser is on its way to another page. */
  | { at: "busy" }
  | { at: "unpaid"; order: Pick<OrderRef, "id" | "number">; message?: string }
  | { at: "changed" | "refused"; problem: ApiProblem }
  | { at: "unknown"; message: string };

/** Places the order and follows it to where it goes: its page when it is placed, this one when something is in the way. */
export function usePlacing() {
  const { route, query } = useLocation();
  const [placing, setPlacing] = useState<Placing>(atStart);
  const busyRef = useRef(false);
  const run = useCallback(
    async (attempt: () => Promise<Outcome>) => {
      if (busyRef.current) return;
      busyRef.current = true;
      setPlacing({ at: "busy" });
      const next = await follow(await attempt());
      busyRef.current = false;
      if (typeof next === "string") route(next, true);
      else setPlacing(next);
    },
    [route],
  );
  const goOnWith = useCallback(() => {
    const attempt = keptAttempt();
    if (attempt) void run(() => goOn(attempt));
  }, [run]);
  const cameBack = query["payment_intent"];
  useEffect(() => {
    const order = openOrder();
    if (keptAttempt()) goOnWith();
    else if (order && cameBack !== undefined) route(orderPage(order.id, cameBack), true);
  }, [goOnWith, cameBack, route]);
  useEffect(reloadWhenBack, []);
  return {
    placing,
    place: (body: Schema<"PlaceOrder">) => run(() => placeOrder(body)),
    retry: goOnWith,
    reset: () => setPlacing({ at: "cart" }),
  };
}

/** Where the bank sends the shopper back to: the order's id is not known when it is told. */
export function returnUrl(): string {
  return `${location.origin}/checkout`;
}

function atStart(): Placing {
  if (keptAttempt()) return { at: "busy" };
  const order = openOrder();
  return order ? { at: "unpaid", order } : { at: "cart" };
}

/** What comes after an outcome: another page, or a state of this one. */
async function follow(outcome: Outcome): Promise<Placing | string> {
  switch (outcome.kind) {
    case "placed":
      return afterPlacing(outcome.order);
    case "unpaid":
    case "exists": {
      keepOpenOrder(outcome.order);
      await loadCart().catch(() => undefined);
      return {
        at: "unpaid",
        order: outcome.order,
        ...("message" in outcome ? { message: outcome.message } : {}),
      };
    }
    case "changed":
      await showChanges(outcome.problem);
      return { at: "changed", problem: outcome.problem };
    case "refused":
      return { at: "refused", problem: outcome.problem };
    case "unknown":
      return { at: "unknown", message: outcome.message };
  }
}

async function afterPlacing(order: Schema<"PlacedOrder">): Promise<Placing | string> {
  keepOpenOrder(order);
  await loadCart().catch(() => undefined);
  const next = await takeNextAction(order.payment).catch(() => ({
    problem: "Your bank could not be asked.",
  }));
  if (next === "left") return { at: "busy" };
  if (next.problem !== undefined) return { at: "unpaid", order, message: next.problem };
  return orderPage(order.id);
}

/**
 * The order's page, which looks after it from here on; until it is shown a reload of this page leads there. With `payment_intent` it waits a little for what the bank says.
 */
function orderPage(id: string, intent?: string): string {
  return `/orders/${id}${intent === undefined ? "" : `?payment_intent=${encodeURIComponent(intent)}`}`;
}

/** The cart as it is now, with what has changed about it. */
async function showChanges({ problem }: ApiProblem): Promise<void> {
  const { cart: changed } = problem as { cart?: Cart };
  if (changed) cart.value = changed;
  else await loadCart({ refresh: true }).catch(() => undefined);
}

/** A page that comes back as it was left, with its button still busy, starts anew. */
function reloadWhenBack(): () => void {
  const look = (event: PageTransitionEvent) => event.persisted && location.reload();
  addEventListener("pageshow", look);
  return () => removeEventListener("pageshow", look);
}
