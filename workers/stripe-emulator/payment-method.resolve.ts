import type Stripe from "stripe";
import { type TestCard, testCard, testCardOfToken } from "./cards.ts";
import type { Work } from "./account.work.ts";
import { buildPaymentMethod } from "./payment-method.build.ts";
import { type MethodMark, cardOfTag } from "./payment-method.mark.ts";
import { nested, oneOf, inert, text } from "./wire.readers.ts";
import { type Parsed, needed } from "./wire.params.ts";
import { invalid, noSuch } from "./wire.refusal.ts";

/** A PaymentMethod together with the test card that it stands for, and what has become of it. */
export interface UsedMethod {
  method: Stripe.PaymentMethod;
  card: TestCard;
  mark: MethodMark;
}

const DATA_SHAPE = {
  type: needed(oneOf("card")),
  card: needed(nested({ token: needed(text()) })),
  billing_details: inert,
  allow_redisplay: inert,
  metadata: inert,
};

/** `payment_method_data`, of which the emulator takes card tokens: card numbers are never sent to it. */
export const paymentMethodData = nested(DATA_SHAPE);

/** The parameters of POST /v1/payment_methods. */
export const METHOD_SHAPE = DATA_SHAPE;

interface MethodParams {
  payment_method: string | undefined;
  payment_method_data: Parsed<typeof DATA_SHAPE> | undefined;
}

/**
 * The PaymentMethod that a request names, or undefined when it names none. A test card's name makes a new one.
 * @throws Refusal resource_missing
 */
export function resolveMethod(work: Work, params: MethodParams): UsedMethod | undefined {
  if (params.payment_method_data !== undefined) {
    if (params.payment_method !== undefined) throw exclusive();
    return methodOfToken(work, params.payment_method_data, "payment_method_data[card][token]");
  }
  return params.payment_method === undefined ? undefined : namedMethod(work, params.payment_method);
}

/** The PaymentMethod of that id, or a new one for a test card's name. @throws Refusal resource_missing */
export function namedMethod(work: Work, name: string): UsedMethod {
  const card = testCard(name);
  return card === undefined ? existingMethod(work, name) : newMethod(work, card);
}

/** A new PaymentMethod for a card's token. @throws Refusal resource_missing */
export function methodOfToken(work: Work, data: Parsed<typeof DATA_SHAPE>, param: string): UsedMethod {
  const card = testCardOfToken(data.card.token);
  if (card === undefined) throw noSuch("token", data.card.token, param);
  return newMethod(work, card);
}

/** The PaymentMethod of that id. @throws Refusal resource_missing */
export function existingMethod(work: Work, id: string): UsedMethod {
  const row = work.find("payment_method", id);
  const found = row?.tag == null ? undefined : cardOfTag(row.tag);
  if (row === undefined || found === undefined) throw noSuch("PaymentMethod", id, "payment_method");
  return { method: row.object, ...found };
}

function newMethod(work: Work, card: TestCard): UsedMethod {
  const method = buildPaymentMethod(card, work.now);
  work.save(method, card.name);
  return { method, card, mark: "new" };
}

function exclusive(): Error {
  const message = "You cannot provide both `payment_method` and `payment_method_data`.";
  return invalid(message, { code: "parameters_exclusive", param: "payment_method_data" });
}
