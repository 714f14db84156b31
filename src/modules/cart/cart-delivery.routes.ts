import { preconditionFailed } from "../../platform/errors.ts";
import { defineRoute } from "../../platform/http/index.ts";
import { addressSchema } from "../../platform/http/schemas.ts";
import { pageSchema, wholeList } from "../../platform/pagination.ts";
import { readMarket } from "../shipping/index.ts";
import { cartTokenInvalid, shippingAddressMissing, shippingOptionUnavailable } from "./cart.errors.ts";
import { cartAnswer, change, common } from "./cart.http.routes.ts";
import { changeCartBody, contactBody, shippingOptionBody, shippingOptionSchema } from "./cart.schema.ts";
import { shippingRates } from "./cart.shipping.ts";
import { shippingOptionView } from "./cart.view.ts";
import { readCart } from "./cart-store.ts";
import { cartTokenHeader, resolveCart } from "./resolve-cart.ts";

const contactRoute = defineRoute({
  ...common,
  method: "put",
  path: "/api/v1/cart/contact",
  operationId: "setCartContact",
  summary: "Say who is buying",
  body: contactBody,
  bodyExample: { email: "ada@example.com" },
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, preconditionFailed],
  handler: ({ ctx, body, request }) => change(ctx, request, () => ({ op: "set_email", email: body.email })),
});

const changeCartRoute = defineRoute({
  ...common,
  method: "patch",
  path: "/api/v1/cart",
  operationId: "updateCart",
  summary: "Leave a note for the shop",
  description: "It goes with the order.",
  body: changeCartBody,
  bodyExample: { note: "Please ring twice." },
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, preconditionFailed],
  handler: ({ ctx, body, request }) => change(ctx, request, () => ({ op: "set_note", note: body.note })),
});

const exampleAddress = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
};

const shippingAddressRoute = defineRoute({
  ...common,
  method: "put",
  path: "/api/v1/cart/shipping-address",
  operationId: "setCartShippingAddress",
  summary: "Say where to ship",
  description: "Decides which shipping options are offered and which taxes apply.",
  body: addressSchema,
  bodyExample: exampleAddress,
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, preconditionFailed],
  handler: async ({ ctx, body, request }) => {
    const market = await readMarket(ctx, body);
    return change(ctx, request, () => ({ op: "set_shipping_address", address: body, market }));
  },
});

const billingAddressRoute = defineRoute({
  ...common,
  method: "put",
  path: "/api/v1/cart/billing-address",
  operationId: "setCartBillingAddress",
  summary: "Say whom to bill, if it is not the shipping address",
  body: addressSchema,
  bodyExample: exampleAddress,
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, preconditionFailed],
  handler: ({ ctx, body, request }) =>
    change(ctx, request, () => ({ op: "set_billing_address", address: body })),
});

const shippingOptionsRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/cart/shipping-options",
  operationId: "listCartShippingOptions",
  summary: "List the ways to ship this cart",
  success: [
    {
      status: 200,
      description: "The options, in the shop's order",
      schema: pageSchema(shippingOptionSchema),
    },
  ],
  errors: [cartTokenInvalid, shippingAddressMissing],
  handler: async ({ ctx, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    const state = await readCart(ctx, ref);
    if (!state.shippingAddress) {
      throw shippingAddressMissing("Set the shipping address first: PUT /api/v1/cart/shipping-address.");
    }
    const options = shippingRates(state).map((rate) => shippingOptionView(state, rate));
    return { body: wholeList(options), headers: cartTokenHeader(ref) };
  },
});

const shippingOptionRoute = defineRoute({
  ...common,
  method: "put",
  path: "/api/v1/cart/shipping-option",
  operationId: "setCartShippingOption",
  summary: "Choose how to ship",
  body: shippingOptionBody,
  bodyExample: { id: "01900000-0000-7000-8000-000000000301" },
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, shippingAddressMissing, shippingOptionUnavailable, preconditionFailed],
  handler: ({ ctx, body, request }) =>
    change(ctx, request, () => ({ op: "choose_shipping", rateId: body.id })),
});

export const cartDeliveryRoutes = [
  changeCartRoute,
  contactRoute,
  shippingAddressRoute,
  billingAddressRoute,
  shippingOptionsRoute,
  shippingOptionRoute,
] as const;
