import type { OrderLineJson } from "./order.parts.ts";
import { afterStep, type OrderStatus, type OrderStep, transition } from "./orders.machine.ts";

/**
 * The steps that an order takes because of how far its units have got, after `lines` have become what is given here: `ship` once
 * everything that is left of it was sent, `deliver` once all of that has arrived. None while something is still to be sent. Pure; the
 * steps follow one another, the first one starts from `order`.
 */
export function fulfillmentStepsAfter(
  order: { id: string; status: OrderStatus; version: number },
  lines: readonly Pick<OrderLineJson, "quantity" | "shipped" | "delivered">[],
): OrderStep[] {
  const steps: OrderStep[] = [];
  let at = order;
  const take = (action: "process" | "ship" | "deliver") => {
    const step = transition(at, action);
    steps.push(step);
    at = afterStep(at, step);
  };
  const isSent =
    lines.some((line) => line.shipped > 0) && lines.every((line) => line.shipped === line.quantity);
  if (!isSent) return steps;
  if (at.status === "confirmed") take("process");
  if (at.status === "processing") take("ship");
  if (at.status === "shipped" && lines.every((line) => line.delivered === line.quantity)) take("deliver");
  return steps;
}
