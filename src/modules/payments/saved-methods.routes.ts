import { tooManyAttempts } from "../../platform/errors.ts";
import { anyUser, defineRoute } from "../../platform/http/index.ts";
import { wholeList } from "../../platform/pagination.ts";
import { paymentDeclined, paymentMethodInvalid, paymentUnavailable } from "./payments.errors.ts";
import { savePaymentMethod } from "./saved-method-setup.ts";
import { chooseDefaultMethod, listSavedMethods, removeSavedMethod } from "./saved-methods.ts";
import {
  methodSetupSchema,
  saveMethodBody,
  savedMethodParams,
  savedMethodSchema,
  savedMethodsSchema,
} from "./saved-methods.schema.ts";

const METHODS = "/api/v1/customers/me/payment-methods";

const common = { tag: "Customers", access: anyUser } as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: METHODS,
  operationId: "listOwnPaymentMethods",
  summary: "List your saved payment methods",
  description:
    "As Stripe has them, newest first: the shop keeps none of it. The default is the one you chose, else the newest.",
  success: [{ status: 200, description: "The payment methods, at most 100", schema: savedMethodsSchema }],
  errors: [paymentUnavailable],
  handler: async ({ ctx }) => ({ body: wholeList(await listSavedMethods(ctx)) }),
});

const saveRoute = defineRoute({
  ...common,
  method: "post",
  path: METHODS,
  operationId: "saveOwnPaymentMethod",
  summary: "Save a payment method",
  description:
    "Makes a SetupIntent. With `payment_method` it is confirmed at once; without, or when `status` is `requires_action`, the client goes on " +
    "with Stripe.js and `client_secret`. Saved methods pay orders: send their id as `payment_method`.",
  body: saveMethodBody,
  bodyExample: { payment_method: "pm_card_visa" },
  success: [{ status: 201, description: "The SetupIntent", schema: methodSetupSchema }],
  errors: [paymentDeclined, paymentMethodInvalid, paymentUnavailable, tooManyAttempts],
  handler: async ({ ctx, body }) => ({
    status: 201,
    body: await savePaymentMethod(ctx, body),
    headers: { Location: METHODS },
  }),
});

const removeRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${METHODS}/{id}`,
  operationId: "removeOwnPaymentMethod",
  summary: "Take a saved payment method away",
  params: savedMethodParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [paymentUnavailable],
  handler: async ({ ctx, params }) => {
    await removeSavedMethod(ctx, params.id);
    return { status: 204 };
  },
});

const defaultRoute = defineRoute({
  ...common,
  method: "put",
  path: `${METHODS}/{id}/default`,
  operationId: "chooseOwnPaymentMethod",
  summary: "Make a saved payment method the default",
  params: savedMethodParams,
  success: [{ status: 200, description: "The payment method", schema: savedMethodSchema }],
  errors: [paymentUnavailable],
  handler: async ({ ctx, params }) => ({ body: await chooseDefaultMethod(ctx, params.id) }),
});

export const savedMethodRoutes = [listRoute, saveRoute, removeRoute, defaultRoute] as const;
