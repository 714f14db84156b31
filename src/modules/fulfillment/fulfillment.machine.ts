import { allows, type Machine, refusalOf } from "../../platform/machine.ts";
import { transitionRefused } from "./fulfillment.errors.ts";

export const FULFILLMENT_STATES = ["created", "shipped", "delivered", "cancelled"] as const;
export type FulfillmentState = (typeof FULFILLMENT_STATES)[number];

/** The life cycle of a fulfillment: what was sent is not cancelled any more, it comes back as a return. */
export const FULFILLMENT_TRANSITIONS = {
  ship: { from: ["created"], to: "shipped" },
  deliver: { from: ["shipped"], to: "delivered" },
  cancel: { from: ["created"], to: "cancelled" },
} as const satisfies Machine<FulfillmentState, string>;

export type FulfillmentAction = keyof typeof FULFILLMENT_TRANSITIONS;

/**
 * The state that an action leads to. Pure.
 * @throws fulfillment.transition_refused when the table has no such step
 */
export function stateAfter(state: FulfillmentState, action: FulfillmentAction): FulfillmentState {
  if (allows<FulfillmentState, FulfillmentAction>(FULFILLMENT_TRANSITIONS, state, action)) {
    return FULFILLMENT_TRANSITIONS[action].to;
  }
  const reason = refusalOf<FulfillmentState, FulfillmentAction>(FULFILLMENT_TRANSITIONS, state, action);
  throw transitionRefused(`The fulfillment cannot ${action}: it ${reason}.`, {
    facts: { fulfillment_status: state, action },
  });
}
