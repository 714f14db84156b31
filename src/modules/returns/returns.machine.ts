import { allows, type Machine, refusalOf } from "../../platform/machine.ts";
import { returnTransitionRefused } from "./returns.errors.ts";

export const RETURN_STATUSES = [
  "requested",
  "approved",
  "rejected",
  "received",
  "refunded",
  "cancelled",
] as const;
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

/**
 * The life cycle of a return: action -> from which states it leads where. `receive_part` is for goods of which more are to come. A
 * return that is `refunded` can be refunded again when a refund of it failed. An exchange gives its value back as goods.
 */
export const RETURN_TRANSITIONS = {
  approve: { from: ["requested"], to: "approved" },
  reject: { from: ["requested"], to: "rejected" },
  cancel: { from: ["requested", "approved"], to: "cancelled" },
  receive_part: { from: ["approved"], to: "approved" },
  receive: { from: ["approved"], to: "received" },
  refund: { from: ["received", "refunded"], to: "refunded" },
  exchange: { from: ["received"], to: "refunded" },
} as const satisfies Machine<ReturnStatus, string>;

export type ReturnAction = keyof typeof RETURN_TRANSITIONS;

/**
 * The state that an action leads to. Pure.
 * @throws return.transition_refused when the table has no such step
 */
export function returnStatusAfter(status: ReturnStatus, action: ReturnAction): ReturnStatus {
  if (!allows<ReturnStatus, ReturnAction>(RETURN_TRANSITIONS, status, action)) {
    throw refusedReturn(
      status,
      action,
      refusalOf<ReturnStatus, ReturnAction>(RETURN_TRANSITIONS, status, action),
    );
  }
  return RETURN_TRANSITIONS[action].to;
}

/** The 409 for an action that the return's state, or something beside it, does not allow. */
export function refusedReturn(status: ReturnStatus, action: string, reason: string) {
  return returnTransitionRefused(`The return cannot be changed like this: it ${reason}.`, {
    facts: { return_status: status, action, reason },
  });
}
