import Stripe from "stripe";
import { commit } from "../../platform/commit.ts";
import { deriveCtx, type Ctx } from "../../platform/ctx.ts";
import { portion, type Unfinished } from "../../platform/jobs.ts";
import { webhookSignatureInvalid } from "./payments.errors.ts";
import { intentChanged } from "./payments.events.ts";
import {
  eraseLatePayloadStmt,
  EVENT_TAKEN,
  deleteOldEventsStmt,
  insertEventStmt,
  knownEventIds,
  oldestOpenPayment,
} from "./stripe-events.repo.ts";
import { stripeOf } from "./stripe-client.ts";

/** The events after which an intent, or what became of its money, may be another: those that are worth looking for. */
export const TELLING = [
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "payment_intent.processing",
  "payment_intent.requires_action",
  "payment_intent.amount_capturable_updated",
  "charge.captured",
  "charge.expired",
  // Stripe tells the fee of a charge only some time after the charge.
  "charge.updated",
  "charge.refunded",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "charge.dispute.closed",
  "refund.created",
  "refund.updated",
  "refund.failed",
];
const EVENTS_A_RUN = 1_000;
const DELETED_A_RUN = 2_000;

const crypto = Stripe.createSubtleCryptoProvider();

/**
 * Takes in a webhook: verifies the signature on the raw body, stores the event under its id and lets the queue do the rest.
 * A second delivery finds the id taken and changes nothing.
 * @throws payment.webhook_signature_invalid for a wrong signature or a timestamp more than five minutes off
 */
export async function receiveWebhook(ctx: Ctx, body: string, signature: string | undefined): Promise<void> {
  let event: Stripe.Event;
  try {
    event = await stripeOf(ctx).webhooks.constructEventAsync(
      body,
      signature ?? "",
      ctx.config.STRIPE_WEBHOOK_SECRET,
      undefined,
      crypto,
    );
  } catch {
    throw webhookSignatureInvalid(
      "The Stripe-Signature does not fit the body and the endpoint's secret, or is too old.",
    );
  }
  await storeEvent(deriveCtx(ctx, { actor: { kind: "stripe" } }), event, body);
}

class AlreadyStored extends Error {}

/**
 * Stores an event under its id and lets the queue look at the intent that it is about. False for one that was stored before, which
 * changes nothing.
 */
export async function storeEvent(ctx: Ctx, event: Stripe.Event, payload: string): Promise<boolean> {
  const intentId = intentOf(event);
  // Of what leads to no payment of ours, nothing could be found again when its person is to be erased.
  const kept = intentId === undefined ? JSON.stringify({ id: event.id, type: event.type }) : payload;
  try {
    await commit(ctx, {
      statements: [
        insertEventStmt(ctx, {
          id: event.id,
          type: event.type,
          intentId,
          payload: kept,
          created: new Date(event.created * 1000),
        }),
        ...(intentId === undefined ? [] : [eraseLatePayloadStmt({ id: event.id, intentId })]),
      ],
      events:
        intentId === undefined
          ? []
          : [intentChanged({ intent_id: intentId, stripe_event_id: event.id, about: event.type })],
      constraints: { [EVENT_TAKEN]: () => new AlreadyStored() },
    });
    return true;
  } catch (error) {
    if (error instanceof AlreadyStored) return false;
    throw error;
  }
}

/** The PaymentIntent that an event is about; undefined for events that the shop does not act on. */
function intentOf(event: Stripe.Event): string | undefined {
  const object = event.data.object as {
    object?: string;
    id?: string;
    payment_intent?: string | { id: string } | null;
  };
  if (object.object === "payment_intent") return object.id;
  if (object.object === undefined || !["charge", "refund", "dispute"].includes(object.object))
    return undefined;
  return typeof object.payment_intent === "string" ? object.payment_intent : object.payment_intent?.id;
}

/**
 * Finds events that no webhook brought: lists what Stripe did since the oldest open payment and takes in what is unknown. While a refund, a
 * dispute or an authorisation waits for a bank, which takes days, the last hour is looked at. Costs nothing while nothing is open.
 */
export async function fetchMissedEvents(ctx: Ctx): Promise<string> {
  const since = await oldestOpenPayment(ctx);
  if (since === undefined) return "no open payments";
  const from = Math.floor(since.getTime() / 1000) - 60;
  const events: Stripe.Event[] = [];
  const listed = stripeOf(ctx).events.list({ created: { gte: from }, types: TELLING, limit: 100 });
  for await (const event of listed) {
    events.push(event);
    if (events.length >= EVENTS_A_RUN) break;
  }
  const ids = await knownEventIds(
    ctx,
    events.map((event) => event.id),
  );
  let missed = 0;
  for (const event of events.filter((candidate) => !ids.has(candidate.id)).reverse()) {
    if (await storeEvent(ctx, event, JSON.stringify(event))) missed += 1;
  }
  return `${missed} missed of ${events.length} events`;
}

/** Deletes events that were worked on long ago, a portion a run. Stripe delivers and lists an event for 30 days. */
export async function deleteOldEvents(ctx: Ctx): Promise<string | Unfinished> {
  const [deleted = 0] = await commit(ctx, { statements: [deleteOldEventsStmt(ctx, DELETED_A_RUN)] });
  return portion(`${deleted} events deleted`, deleted === DELETED_A_RUN);
}
