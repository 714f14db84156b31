import type { Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { declineError } from "./decline-payment.ts";
import { newId } from "./ids.ts";
import { raiseOutage } from "./outage.ts";
import { type ActionUrls, nextAction } from "./payment-intent.action.ts";
import { attachToCustomer, proveMethod } from "./payment-method.keep.ts";
import type { UsedMethod } from "./payment-method.resolve.ts";
import { type Setup, saveSetup } from "./setup-intent.find.ts";
import { type Outcome, declined, ok } from "./wire.outcome.ts";
import { type ErrorFields, invalid } from "./wire.refusal.ts";

/** One attempt to set `used` up: what happens next is written on the test card. */
export function confirmSetup(work: Work, setup: Setup, used: UsedMethod, how: ActionUrls): Outcome {
  const { behaviour, decline, fault, isKeepable, name } = used.card;
  raiseOutage(fault);
  if (behaviour === "processes") throw invalid("The Stripe emulator sets up cards only.");
  const attempt = { latest_attempt: newId("setatt"), payment_method: used.method.id };
  const attempted = { intent: { ...setup.intent, ...attempt }, card: name };
  if (decline !== null && !isKeepable) {
    const error = { ...declineError(decline), payment_method: used.method };
    return declined({ ...error, setup_intent: failSetup(work, attempted, error).intent });
  }
  if ((behaviour === "authenticates" || behaviour === "authenticates_once") && used.mark !== "proven") {
    return ok(requestAction(work, attempted, how).intent);
  }
  const outcome = ok(completeSetup(work, attempted, used, false).intent);
  return fault === "answer_lost" ? { ...outcome, isLost: true } : outcome;
}

/** The payment method is set up, and is the customer's from now on if there is one. */
export function completeSetup(work: Work, setup: Setup, used: UsedMethod, authenticated: boolean): Setup {
  const proven = authenticated ? proveMethod(work, used) : used;
  const customer = idOf(setup.intent.customer);
  if (customer !== null && proven.method.customer === null) attachToCustomer(work, proven, customer, setup);
  const completed = {
    card: setup.card,
    intent: { ...setup.intent, last_setup_error: null, next_action: null, status: "succeeded" },
  } satisfies Setup;
  saveSetup(work, completed);
  work.emit("setup_intent.succeeded", completed.intent, completed);
  return completed;
}

/** The attempt came to nothing: the SetupIntent says why and waits for another payment method. */
export function failSetup(work: Work, { intent, card }: Setup, error: ErrorFields): Setup {
  const failed = {
    card,
    intent: {
      ...intent,
      last_setup_error: error,
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    },
  } satisfies Setup;
  saveSetup(work, failed);
  work.emit("setup_intent.setup_failed", failed.intent, failed);
  return failed;
}

function requestAction(work: Work, { intent, card }: Setup, how: ActionUrls): Setup {
  const next_action = nextAction(intent, how);
  const waiting = { card, intent: { ...intent, next_action, status: "requires_action" } } satisfies Setup;
  saveSetup(work, waiting);
  work.emit("setup_intent.requires_action", waiting.intent, waiting);
  return waiting;
}
