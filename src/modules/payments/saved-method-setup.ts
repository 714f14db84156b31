import Stripe from "stripe";
import { requireUser } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { countCard } from "./count-attempt.ts";
import { keyIsDead } from "./stripe-errors.ts";
import { paymentDeclined, paymentMethodInvalid } from "./payments.errors.ts";
import { ensureProviderCustomer } from "./saved-customer.ts";
import { askStripe } from "./saved-methods.ts";
import type { MethodSetup, SaveMethod } from "./saved-methods.schema.ts";
import { stripeOf } from "./stripe-client.ts";
import { isMissing } from "./stripe-errors.ts";

/**
 * Begins to save a payment method of the caller's, for paying later without them, too: with `payment_method` at once, else by what
 * Stripe.js does with the client secret. Until Stripe says `succeeded` nothing is saved. A repeat under the same Idempotency-Key
 * finds the same SetupIntent.
 * @throws payment.declined when the bank refuses the card; payment.method_invalid; payment.unavailable; auth.too_many_attempts
 */
export async function savePaymentMethod(ctx: Ctx, input: SaveMethod): Promise<MethodSetup> {
  const { id } = requireUser(ctx);
  const uncount = await countCard(ctx, id);
  const claim = ctx.idempotency;
  // Beside the request: its key is recorded with what Stripe answered, so that a retry after a crash asks again.
  const customer = await askStripe(() => ensureProviderCustomer(deriveCtx(ctx, {}), id), uncount);
  const key = claim && `setup:${id}:${await sha256Hex(`${claim.key}\n${claim.requestHash}`)}`;
  const intent = await askStripe(() => createSetup(ctx, { id, customer }, input, key), uncount);
  await commit(ctx, {
    statements: [],
    audit: {
      action: "customer.save_payment_method",
      entity: "customer",
      entityId: id,
      after: { setup_intent: intent.id, status: intent.status },
    },
  });
  return {
    setup_intent: intent.id,
    status: intent.status,
    client_secret: intent.client_secret,
    publishable_key: ctx.config.STRIPE_PUBLISHABLE_KEY,
    payment_method: typeof intent.payment_method === "string" ? intent.payment_method : null,
    ...(intent.next_action ? { next_action: intent.next_action } : {}),
  };
}

async function createSetup(
  ctx: Ctx,
  owner: { id: string; customer: string },
  input: SaveMethod,
  key: string | undefined,
): Promise<Stripe.SetupIntent> {
  const create = (customer: string, idempotencyKey: string | undefined) =>
    stripeOf(ctx).setupIntents.create(
      { customer, usage: "off_session", metadata: { customer_id: owner.id }, ...confirmation(input) },
      idempotencyKey === undefined ? {} : { idempotencyKey },
    );
  try {
    return await create(owner.customer, key);
  } catch (error) {
    // What a dead key stands for was never saved; a SetupIntent too many costs nothing.
    if (keyIsDead(error)) return create(owner.customer, undefined);
    if (isMissing(error, "customer")) {
      return create(await ensureProviderCustomer(deriveCtx(ctx, {}), owner.id, owner.customer), undefined);
    }
    throw refusalOf(error) ?? error;
  }
}

function confirmation({ payment_method, return_url }: SaveMethod): Stripe.SetupIntentCreateParams {
  if (payment_method === undefined) return { automatic_payment_methods: { enabled: true } };
  return {
    confirm: true,
    payment_method,
    // Without a page to come back to, only methods without a redirect can be confirmed.
    automatic_payment_methods: {
      enabled: true,
      allow_redirects: return_url === undefined ? "never" : "always",
    },
    ...(return_url === undefined ? {} : { return_url }),
  };
}

/** What Stripe's refusal means to the customer; undefined when it is no refusal. */
function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof Stripe.errors.StripeCardError) {
    const { decline_code, code, message } = error;
    return paymentDeclined(message, { facts: { decline_code: decline_code ?? code ?? "card_declined" } });
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    const pointer = error.param === "return_url" ? "#/return_url" : "#/payment_method";
    return paymentMethodInvalid(error.message, {
      errors: [{ pointer, code: "refused_by_provider", message: error.message }],
    });
  }
  return undefined;
}
