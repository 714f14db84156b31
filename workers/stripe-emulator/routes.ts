import type { Execution } from "./account.execution.ts";
import { cancelPaymentIntent } from "./cancel-payment-intent.ts";
import { capturePaymentIntent } from "./capture-payment-intent.ts";
import { confirmPaymentIntent } from "./confirm-payment-intent.ts";
import { createPaymentIntent } from "./create-payment-intent.ts";
import { createRefund } from "./create-refund.ts";
import { EVENTS_SHAPE, listEvents } from "./list-events.ts";
import * as intents from "./payment-intent.params.ts";
import { list, listShape, retrieve, retrievePaymentIntent } from "./read-objects.ts";
import { REFUND_SHAPE, REFUND_UPDATE_SHAPE } from "./refund.params.ts";
import { updatePaymentIntent } from "./update-payment-intent.ts";
import { updateRefund } from "./update-refund.ts";
import type { FormFields } from "./wire.form.ts";
import type { Outcome } from "./wire.outcome.ts";
import { type Parsed, type Shape, readParams } from "./wire.params.ts";

export interface Route {
  method: "GET" | "POST";
  pattern: RegExp;
  /** True when a publishable key may call it, given the client secret. */
  isPublic: boolean;
  /** Reads the parameters, and answers what is then to be done. */
  prepare: (fields: FormFields) => (execution: Execution) => Outcome;
}

const V1 = "/v1";
const NONE = {};

const ROUTES: Route[] = [
  post(`${V1}/payment_intents`, intents.CREATE_SHAPE, createPaymentIntent),
  get(`${V1}/payment_intents`, listShape("customer"), list("payment_intent")),
  open(get(`${V1}/payment_intents/:id`, intents.RETRIEVE_SHAPE, retrievePaymentIntent)),
  post(`${V1}/payment_intents/:id`, intents.UPDATE_SHAPE, updatePaymentIntent),
  open(post(`${V1}/payment_intents/:id/confirm`, intents.CONFIRM_SHAPE, confirmPaymentIntent)),
  post(`${V1}/payment_intents/:id/capture`, intents.CAPTURE_SHAPE, capturePaymentIntent),
  post(`${V1}/payment_intents/:id/cancel`, intents.CANCEL_SHAPE, cancelPaymentIntent),
  get(`${V1}/payment_methods/:id`, NONE, retrieve("payment_method")),
  get(`${V1}/charges`, listShape("payment_intent", "customer"), list("charge")),
  get(`${V1}/charges/:id`, NONE, retrieve("charge")),
  get(`${V1}/balance_transactions/:id`, NONE, retrieve("balance_transaction")),
  post(`${V1}/refunds`, REFUND_SHAPE, createRefund),
  get(`${V1}/refunds`, listShape("payment_intent", "charge"), list("refund")),
  get(`${V1}/refunds/:id`, NONE, retrieve("refund")),
  post(`${V1}/refunds/:id`, REFUND_UPDATE_SHAPE, updateRefund),
  get(`${V1}/events`, EVENTS_SHAPE, listEvents),
  get(`${V1}/events/:id`, NONE, retrieve("event")),
];

/** The route of a request and the id in its URL. */
export function matchRoute(method: string, path: string): { route: Route; id: string } | undefined {
  for (const route of ROUTES) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match !== null) return { route, id: decodeId(match[1] ?? "") };
  }
  return undefined;
}

type Handler<S extends Shape> = (execution: Execution, params: Parsed<S>) => Outcome;

function get<S extends Shape>(path: string, shape: S, handler: Handler<S>): Route {
  return { ...post(path, shape, handler), method: "GET" };
}

function post<S extends Shape>(path: string, shape: S, handler: Handler<S>): Route {
  const prepare: Route["prepare"] = (fields) => {
    const params = readParams(fields, shape);
    return (execution) => handler(execution, params);
  };
  const pattern = new RegExp(`^${path.replace(":id", "([^/]+)")}$`);
  return { method: "POST", pattern, isPublic: false, prepare };
}

function open(route: Route): Route {
  return { ...route, isPublic: true };
}

function decodeId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
