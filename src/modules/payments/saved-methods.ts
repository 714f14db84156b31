import type Stripe from "stripe";
import { requireUser } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type DomainError, notFound } from "../../platform/errors.ts";
import { isOutage } from "./stripe-errors.ts";
import { paymentUnavailable } from "./payments.errors.ts";
import { findProviderCustomer } from "./saved-methods.repo.ts";
import type { SavedMethod } from "./saved-methods.schema.ts";
import { stripeOf } from "./stripe-client.ts";
import { isMissing } from "./stripe-errors.ts";

/** More than anybody saves; Stripe answers them in one page. */
const MOST = 100;

/**
 * The payment methods that the caller has saved, newest first. The default is the one that was chosen, else the newest.
 * @throws payment.unavailable
 */
export async function listSavedMethods(ctx: Ctx): Promise<SavedMethod[]> {
  const customer = await findProviderCustomer(ctx, requireUser(ctx).id);
  return customer === undefined ? [] : askStripe(() => methodsOf(ctx, customer));
}

/**
 * Takes a saved payment method away, for good. Payments that were made with it stay as they are.
 * @throws resource.not_found for everybody else's, too; payment.unavailable
 */
export async function removeSavedMethod(ctx: Ctx, id: string): Promise<void> {
  const { method } = await ownMethod(ctx, id);
  try {
    await askStripe(() => stripeOf(ctx).paymentMethods.detach(method.id));
  } catch (error) {
    // Somebody else has taken it away in between.
    const still = await askStripe(() => stripeOf(ctx).paymentMethods.retrieve(id));
    if (still.customer !== null) throw error;
  }
  await record(ctx, "customer.remove_payment_method", id);
}

/**
 * Makes a saved payment method the one to offer first.
 * @throws resource.not_found for everybody else's, too; payment.unavailable
 */
export async function chooseDefaultMethod(ctx: Ctx, id: string): Promise<SavedMethod> {
  const { customer, method } = await ownMethod(ctx, id);
  await askStripe(() =>
    stripeOf(ctx).customers.update(customer, { invoice_settings: { default_payment_method: method.id } }),
  );
  await record(ctx, "customer.choose_payment_method", id);
  return methodView(method, id);
}

function record(ctx: Ctx, action: string, method: string): Promise<unknown> {
  const { id } = requireUser(ctx);
  return commit(ctx, {
    statements: [],
    audit: { action, entity: "customer", entityId: id, after: { payment_method: method } },
  });
}

/** A method of the caller's own, and the caller as Stripe knows them. @throws resource.not_found for everybody else's */
async function ownMethod(ctx: Ctx, id: string): Promise<{ customer: string; method: Stripe.PaymentMethod }> {
  const customer = await findProviderCustomer(ctx, requireUser(ctx).id);
  if (customer === undefined) throw noSuchMethod();
  try {
    const method = await askStripe(() => stripeOf(ctx).paymentMethods.retrieve(id));
    if (idOf(method.customer) === customer) return { customer, method };
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  throw noSuchMethod();
}

async function methodsOf(ctx: Ctx, customerId: string): Promise<SavedMethod[]> {
  try {
    const [customer, { data }] = await Promise.all([
      stripeOf(ctx).customers.retrieve(customerId),
      stripeOf(ctx).customers.listPaymentMethods(customerId, { limit: MOST }),
    ]);
    const chosen = customer.deleted ? null : idOf(customer.invoice_settings.default_payment_method);
    return data.map((method) => methodView(method, chosen ?? data[0]?.id));
  } catch (error) {
    // Deleted in Stripe's dashboard; the next one to be saved makes a new customer there.
    if (isMissing(error)) return [];
    throw error;
  }
}

function methodView(
  { id, type, card, created }: Stripe.PaymentMethod,
  chosen: string | undefined,
): SavedMethod {
  return {
    id,
    type,
    ...(card
      ? { brand: card.brand, last4: card.last4, exp_month: card.exp_month, exp_year: card.exp_year }
      : {}),
    is_default: id === chosen,
    created_at: isoTime(new Date(created * 1_000)),
  };
}

/** Asks Stripe something that may be asked again. @throws payment.unavailable when it does not answer, after `onOutage` */
export async function askStripe<Answer>(
  ask: () => Promise<Answer>,
  onOutage?: () => Promise<void>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!isOutage(error)) throw error;
    await onOutage?.();
    throw paymentUnavailable("The payment provider did not answer. Try again in a moment.", {
      headers: { "Retry-After": "2" },
      cause: error,
    });
  }
}

function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === "object" ? (reference?.id ?? null) : reference;
}

function noSuchMethod(): DomainError {
  return notFound("There is no such saved payment method.");
}
