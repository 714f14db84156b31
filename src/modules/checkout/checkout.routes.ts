import { tooManyAttempts } from "../../platform/errors.ts";
import { capability, defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { claimOf, idempotencyKeyMissing } from "../../platform/idempotency.ts";
import { acceptedLocale } from "../../platform/locale.ts";
import { cartTokenHeader, cartTokenInvalid, resolveCart } from "../cart/index.ts";
import { outOfStock } from "../inventory/index.ts";
import {
  paymentDeclined,
  paymentInProgress,
  paymentMethodInvalid,
  paymentRefused,
  paymentUnavailable,
} from "../payments/index.ts";
import { notServed } from "../shipping/index.ts";
import { alreadyPlaced, cartChanged, checkoutIncomplete, orderNotPayable } from "./checkout.errors.ts";
import { placedOrderSchema, placeOrderBody, payOrderBody } from "./checkout.schema.ts";
import { payOrder } from "./pay-order.ts";
import { paymentActionRoutes } from "./payments.admin.routes.ts";
import { placeOrder } from "./place-order.ts";

const placeRoute = defineRoute({
  method: "post",
  path: "/api/v1/orders",
  operationId: "placeOrder",
  tag: "Orders",
  summary: "Order what is in the cart",
  description:
    "Holds the stock and starts the payment. With `payment_method` the payment is confirmed at once; without, the client confirms it with " +
    "Stripe.js and `payment.client_secret`, and the order follows when Stripe says so. After 402 and 503 the order exists: retry paying with " +
    "POST /api/v1/orders/{id}/payments, or this request under the same key. A cart that was ordered already is 409 `checkout.already_placed` with its " +
    "`order`. When prices, availability, shipping or tax have changed since the shopper saw the cart, or a guest's cart was merged into theirs, the answer is 409 `checkout.cart_changed` with " +
    "the `cart` and its `differences`: `[{ code, item_id?, sku?, before, after }]` with the codes `price_changed`, `unavailable`, `insufficient_stock` " +
    "(quantities), `shipping_changed`, `tax_changed`, `total_changed`. Send the `quote_hash` that the shopper agreed to: while that quote holds the " +
    "order is placed at it, else it is refused, also when another tab has changed the cart.",
  access: permission("order:create"),
  // Whether the account is still in order is read together with everything else that the order depends on.
  standing: "deferred",
  requestHeaders: {
    "X-Cart-Token": "The token of a guest's cart. A signed-in user's cart needs none.",
    "Accept-Language":
      "The language of mails about the order, where the shop writes it and the customer chose none.",
  },
  body: placeOrderBody,
  bodyExample: { payment_method: "pm_card_visa" },
  idempotency: "handled",
  success: [
    {
      status: 201,
      description: "The order, its payment and the guest's access token",
      schema: placedOrderSchema,
      headers: { Location: "The order", "Idempotent-Replayed": "`true` when this is the first answer again" },
    },
  ],
  errors: [
    cartTokenInvalid,
    idempotencyKeyMissing,
    checkoutIncomplete,
    notServed,
    cartChanged,
    alreadyPlaced,
    outOfStock,
    orderNotPayable,
    paymentDeclined,
    paymentMethodInvalid,
    paymentRefused,
    paymentInProgress,
    paymentUnavailable,
  ],
  handler: async ({ ctx, body, request }) => {
    const key = request.header("Idempotency-Key");
    if (key === undefined) throw idempotencyKeyMissing("Placing an order needs an Idempotency-Key header.");
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    const claim = await claimOf(`cart:${ref.id}:POST /api/v1/orders`, key, JSON.stringify(body));
    const locale = acceptedLocale(ctx.config, request.header("Accept-Language"));
    const { replayed, ...reply } = await placeOrder(ctx, ref, { ...body, locale }, claim);
    return {
      ...reply,
      headers: {
        ...reply.headers,
        ...cartTokenHeader(ref),
        ...(replayed ? { "Idempotent-Replayed": "true" } : {}),
      },
    };
  },
});

const payRoute = defineRoute({
  method: "post",
  path: "/api/v1/orders/{id}/payments",
  operationId: "payOrder",
  tag: "Orders",
  summary: "Try to pay an open order again",
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: { "X-Order-Token": "The order's access_token, for guests." },
  params: idParams,
  body: payOrderBody,
  bodyExample: { payment_method: "pm_card_visa" },
  success: [{ status: 201, description: "The order with the new attempt", schema: placedOrderSchema }],
  errors: [
    orderNotPayable,
    paymentDeclined,
    paymentInProgress,
    paymentMethodInvalid,
    paymentRefused,
    paymentUnavailable,
    tooManyAttempts,
  ],
  handler: async ({ ctx, params, body, request }) => {
    const order = await payOrder(ctx, {
      orderId: params.id,
      orderToken: request.header("X-Order-Token"),
      paymentMethod: body.payment_method,
      returnUrl: body.return_url,
    });
    return { status: 201, body: order, headers: { Location: `/api/v1/orders/${order.id}` } };
  },
});

export const checkoutRoutes = [placeRoute, payRoute, ...paymentActionRoutes] as const;
