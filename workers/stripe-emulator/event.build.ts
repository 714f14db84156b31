import type Stripe from "stripe";
import type { Stored } from "./account.kinds.ts";
import type { Cause } from "./account.work.ts";
import { newId } from "./ids.ts";
import { PINNED_API_VERSION } from "./wire.version.ts";

/** The event types that this emulator sends. */
export type EventTopic = Extract<
  Stripe.Event.Type,
  | "payment_intent.created"
  | "payment_intent.processing"
  | "payment_intent.requires_action"
  | "payment_intent.payment_failed"
  | "payment_intent.succeeded"
  | "payment_intent.canceled"
  | "payment_intent.amount_capturable_updated"
  | "charge.pending"
  | "charge.succeeded"
  | "charge.failed"
  | "charge.captured"
  | "charge.refunded"
  | "charge.expired"
  | "charge.refund.updated"
  | "charge.dispute.created"
  | "charge.dispute.updated"
  | "charge.dispute.closed"
  | "charge.dispute.funds_withdrawn"
  | "charge.dispute.funds_reinstated"
  | "refund.created"
  | "refund.updated"
  | "refund.failed"
  | "customer.created"
  | "customer.updated"
  | "customer.deleted"
  | "payment_method.attached"
  | "payment_method.detached"
  | "setup_intent.created"
  | "setup_intent.requires_action"
  | "setup_intent.setup_failed"
  | "setup_intent.succeeded"
  | "setup_intent.canceled"
>;

/** An Event about `object` as it is now. `previous` holds the former values of what changed. */
export function buildEvent(
  topic: EventTopic,
  object: Stored,
  { now, cause, previous }: { now: number; cause: Cause; previous: object | undefined },
): Stripe.EventBase {
  return {
    id: newId("evt"),
    object: "event",
    api_version: PINNED_API_VERSION,
    created: now,
    data: previous === undefined ? { object } : { object, previous_attributes: previous },
    livemode: false,
    pending_webhooks: 1,
    request: { id: cause.requestId, idempotency_key: cause.idempotencyKey },
    type: topic,
  };
}
