import type Stripe from "stripe";
import type { Work } from "./account.work.ts";
import { Refusal } from "./wire.refusal.ts";

/** A SetupIntent and the test card that was last used for it. */
export interface Setup {
  intent: Stripe.SetupIntent;
  card: string | null;
}

/** @throws Refusal resource_missing */
export function setupOf(work: Work, id: string): Setup {
  const { object, tag } = work.row("setup_intent", id, "intent");
  return { intent: object, card: tag };
}

export function saveSetup(work: Work, { intent, card }: Setup): void {
  work.save(intent, card);
}

const OPEN = ["requires_payment_method", "requires_confirmation", "requires_action"];

/** Lets a SetupIntent pass that is not over. @throws Refusal setup_intent_unexpected_state, with the SetupIntent */
export function requireOpen(intent: Stripe.SetupIntent, action: "confirm" | "cancel"): void {
  if (OPEN.includes(intent.status)) return;
  const message =
    `You cannot ${action} this SetupIntent because it has a status of ${intent.status}. ` +
    `Only a SetupIntent with one of the following statuses may be ${action}ed: ${OPEN.join(", ")}.`;
  throw unexpectedSetup(intent, message);
}

/** 400 `setup_intent_unexpected_state`. */
export function unexpectedSetup(intent: Stripe.SetupIntent, message: string): Refusal {
  const code = "setup_intent_unexpected_state";
  return new Refusal(400, { type: "invalid_request_error", code, message, setup_intent: intent });
}
