import { attachPaymentMethod, ATTACH_SHAPE } from "./attach-payment-method.ts";
import { cancelPaymentIntent } from "./cancel-payment-intent.ts";
import { cancelRefund } from "./cancel-refund.ts";
import { cancelSetupIntent } from "./cancel-setup-intent.ts";
import { capturePaymentIntent } from "./capture-payment-intent.ts";
import { closeDispute } from "./close-dispute.ts";
import { confirmPaymentIntent } from "./confirm-payment-intent.ts";
import { confirmSetupIntent } from "./confirm-setup-intent.ts";
import { createCustomer } from "./create-customer.ts";
import { createPaymentIntent } from "./create-payment-intent.ts";
import { createPaymentMethod } from "./create-payment-method.ts";
import { createRefund } from "./create-refund.ts";
import { createSetupIntent } from "./create-setup-intent.ts";
import { CUSTOMER_SHAPE, CUSTOMER_UPDATE_SHAPE } from "./customer.params.ts";
import { deleteCustomer } from "./delete-customer.ts";
import { detachPaymentMethod } from "./detach-payment-method.ts";
import { DISPUTE_SHAPE } from "./dispute.params.ts";
import { EVENTS_SHAPE, listEvents } from "./list-events.ts";
import * as intents from "./payment-intent.params.ts";
import { METHOD_SHAPE } from "./payment-method.resolve.ts";
import * as customers from "./read-customers.ts";
import { list, listShape, retrieve, retrieveIntent } from "./read-objects.ts";
import { REFUND_SHAPE, REFUND_UPDATE_SHAPE } from "./refund.params.ts";
import { type Route, get, open, post, remove } from "./routes.build.ts";
import * as setups from "./setup-intent.params.ts";
import { updateCustomer } from "./update-customer.ts";
import { updateDispute } from "./update-dispute.ts";
import { updatePaymentIntent } from "./update-payment-intent.ts";
import { updateRefund } from "./update-refund.ts";

const V1 = "/v1";
const NONE = {};

const ROUTES: Route[] = [
  post(`${V1}/payment_intents`, intents.CREATE_SHAPE, createPaymentIntent),
  get(`${V1}/payment_intents`, listShape("customer"), list("payment_intent")),
  open(get(`${V1}/payment_intents/:id`, intents.RETRIEVE_SHAPE, retrieveIntent("payment_intent"))),
  post(`${V1}/payment_intents/:id`, intents.UPDATE_SHAPE, updatePaymentIntent),
  open(post(`${V1}/payment_intents/:id/confirm`, intents.CONFIRM_SHAPE, confirmPaymentIntent)),
  post(`${V1}/payment_intents/:id/capture`, intents.CAPTURE_SHAPE, capturePaymentIntent),
  post(`${V1}/payment_intents/:id/cancel`, intents.CANCEL_SHAPE, cancelPaymentIntent),
  post(`${V1}/setup_intents`, setups.SETUP_SHAPE, createSetupIntent),
  get(`${V1}/setup_intents`, listShape("customer", "payment_method"), list("setup_intent")),
  open(get(`${V1}/setup_intents/:id`, intents.RETRIEVE_SHAPE, retrieveIntent("setup_intent"))),
  open(post(`${V1}/setup_intents/:id/confirm`, setups.SETUP_CONFIRM_SHAPE, confirmSetupIntent)),
  post(`${V1}/setup_intents/:id/cancel`, setups.SETUP_CANCEL_SHAPE, cancelSetupIntent),
  post(`${V1}/customers`, CUSTOMER_SHAPE, createCustomer),
  get(`${V1}/customers`, customers.CUSTOMERS_SHAPE, customers.listCustomers),
  get(`${V1}/customers/:id`, NONE, customers.retrieveCustomer),
  post(`${V1}/customers/:id`, CUSTOMER_UPDATE_SHAPE, updateCustomer),
  remove(`${V1}/customers/:id`, NONE, deleteCustomer),
  get(`${V1}/customers/:id/payment_methods`, customers.CUSTOMER_METHODS_SHAPE, customers.listCustomerMethods),
  post(`${V1}/payment_methods`, METHOD_SHAPE, createPaymentMethod),
  get(`${V1}/payment_methods`, listShape("customer", "type"), list("payment_method")),
  get(`${V1}/payment_methods/:id`, NONE, retrieve("payment_method")),
  post(`${V1}/payment_methods/:id/attach`, ATTACH_SHAPE, attachPaymentMethod),
  post(`${V1}/payment_methods/:id/detach`, NONE, detachPaymentMethod),
  get(`${V1}/charges`, listShape("payment_intent", "customer"), list("charge")),
  get(`${V1}/charges/:id`, NONE, retrieve("charge")),
  get(`${V1}/balance_transactions`, listShape("source", "type", "currency"), list("balance_transaction")),
  get(`${V1}/balance_transactions/:id`, NONE, retrieve("balance_transaction")),
  post(`${V1}/refunds`, REFUND_SHAPE, createRefund),
  get(`${V1}/refunds`, listShape("payment_intent", "charge"), list("refund")),
  get(`${V1}/refunds/:id`, NONE, retrieve("refund")),
  post(`${V1}/refunds/:id`, REFUND_UPDATE_SHAPE, updateRefund),
  post(`${V1}/refunds/:id/cancel`, NONE, cancelRefund),
  get(`${V1}/disputes`, listShape("payment_intent", "charge"), list("dispute")),
  get(`${V1}/disputes/:id`, NONE, retrieve("dispute")),
  post(`${V1}/disputes/:id`, DISPUTE_SHAPE, updateDispute),
  post(`${V1}/disputes/:id/close`, NONE, closeDispute),
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

function decodeId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
