import type Stripe from "stripe";
import { type TestCard, testCard, testCardOfToken } from "./cards.ts";
import type { Work } from "./account.work.ts";
import { buildPaymentMethod } from "./payment-method.build.ts";
import { nested, oneOf, inert, text } from "./wire.readers.ts";
import { type Parsed, needed } from "./wire.params.ts";
import { Refusal, invalid } from "./wire.refusal.ts";

/** A PaymentMethod together with the test card that it stands for. */
export interface UsedMethod {
  method: Stripe.PaymentMethod;
  card: TestCard;
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
    const { token } = params.payment_method_data.card;
    return newMethod(
      work,
      testCardOfToken(token) ?? refuse("token", token, "payment_method_data[card][token]"),
    );
  }
  if (params.payment_method === undefined) return undefined;
  const card = testCard(params.payment_method);
  return card === undefined ? existingMethod(work, params.payment_method) : newMethod(work, card);
}

/** The PaymentMethod of that id. @throws Refusal resource_missing */
export function existingMethod(work: Work, id: string): UsedMethod {
  const row = work.find("payment_method", id);
  const card = row === undefined || row.tag === null ? undefined : testCard(row.tag);
  if (row === undefined || card === undefined) return refuse("PaymentMethod", id, "payment_method");
  return { method: row.object, card };
}

function newMethod(work: Work, card: TestCard): UsedMethod {
  const method = buildPaymentMethod(card, work.now);
  work.save(method, card.name);
  return { method, card };
}

function refuse(resource: string, id: string, param: string): never {
  const message = `No such ${resource}: '${id}'`;
  throw new Refusal(400, { type: "invalid_request_error", code: "resource_missing", message, param });
}

function exclusive(): Error {
  const message = "You cannot provide both `payment_method` and `payment_method_data`.";
  return invalid(message, { code: "parameters_exclusive", param: "payment_method_data" });
}
