import { offeredTransitions, type OfferedTransition } from "../../platform/machine.ts";
import type { OrderLineJson } from "./order.parts.ts";
import { ORDER_TRANSITIONS, type OrderAction, type OrderStatus } from "./orders.machine.ts";
import type { OrderHold } from "./orders.table.ts";

/** What can be done with the order by whom it concerns; steps that only the system takes are left out. */
const OFFERED: readonly OrderAction[] = ["retry_payment", "cancel", "process", "ship", "deliver", "complete"];

interface Standing {
  status: OrderStatus;
  hold: OrderHold | null;
}

/** Why the order cannot be cancelled as a whole, though its status would allow it; undefined when it can. */
export function cancelBlocked(lines: readonly Pick<OrderLineJson, "shipped">[]): string | undefined {
  return lines.some((line) => line.shipped > 0)
    ? "a part of it has been sent: cancel the rest line by line, and take the part back as a return"
    : undefined;
}

/** Why nothing of the order can be sent; undefined when it can. */
export function sendingBlocked({ hold }: Pick<Standing, "hold">): string | undefined {
  if (hold === "disputed") return "its payment is disputed";
  if (hold === "authorization_lapsed") return "its payment was only authorised, and that has lapsed";
  return undefined;
}

/** What can be done with the order now, and why the rest cannot. */
export function orderTransitionsView(order: Standing, lines: readonly OrderLineJson[]): OfferedTransition[] {
  return offeredTransitions<OrderStatus, OrderAction>(ORDER_TRANSITIONS, order.status, OFFERED, {
    cancel: () => cancelBlocked(lines),
    process: () => sendingBlocked(order),
    ship: () =>
      sendingBlocked(order) ??
      (lines.every((line) => line.shipped === line.quantity) ? undefined : "not all of it has been sent"),
  });
}
