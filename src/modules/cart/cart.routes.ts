import type { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { invalidInput, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, permission, type Reply } from "../../platform/http/index.ts";
import { addressSchema } from "../../platform/http/schemas.ts";
import { pageSchema } from "../../platform/pagination.ts";
import { currencyNotSold } from "../catalog/index.ts";
import { readMarket } from "../shipping/index.ts";
import { addItem } from "./add-item.ts";
import {
  cartLimitReached,
  cartTokenInvalid,
  currencyMismatch,
  shippingAddressMissing,
  shippingOptionUnavailable,
  variantUnavailable,
} from "./cart.errors.ts";
import { shippingRates } from "./cart.rules.ts";
import {
  addItemBody,
  cartSchema,
  contactBody,
  lineParams,
  setQuantityBody,
  shippingOptionBody,
  shippingOptionSchema,
} from "./cart.schema.ts";
import type { CartOperation, CartState } from "./cart.state.ts";
import { cartView, shippingOptionView } from "./cart.view.ts";
import { applyToCart, type CartRef, readCart, resolveCart } from "./cart-store.ts";

type RawRequest = { header(name: string): string | undefined; text(): Promise<string> };

const requestHeaders = {
  "X-Cart-Token": "The cart's token, as the first answer gave it. Without it a new cart is started.",
  "If-Match": "Refuse the change with 412 unless the cart still has this ETag.",
};

const cartAnswer = {
  description: "The cart with its totals",
  schema: cartSchema,
  headers: {
    "X-Cart-Token": "Send it with every further request about this cart",
    ETag: "The cart's version",
  },
} as const;

function reply(ref: CartRef, state: CartState, status = 200, headers: Record<string, string> = {}): Reply {
  return {
    status,
    body: cartView(state),
    etag: etagOf(state.version),
    headers: { "X-Cart-Token": ref.token, ...headers },
  };
}

/** Options of a change that the request's headers ask for. */
async function optionsOf(request: RawRequest) {
  const match = request.header("If-Match");
  const key = request.header("Idempotency-Key");
  return {
    ifVersion: match === undefined || match.trim() === "*" ? undefined : versionOf(match),
    idempotency: key === undefined ? undefined : { key, hash: await sha256Hex(await request.text()) },
  };
}

function versionOf(match: string): number {
  const version = /^\s*"(\d+)"\s*$/.exec(match)?.[1];
  if (version === undefined) throw preconditionFailed("If-Match names no version of this cart.");
  return Number(version);
}

async function change(
  ctx: Ctx,
  request: RawRequest,
  operation: (ref: CartRef) => CartOperation,
): Promise<Reply> {
  const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
  const { ifVersion } = await optionsOf(request);
  const { state } = await applyToCart(ctx, ref, operation(ref), { ifVersion });
  return reply(ref, state);
}

/** What all cart routes have in common. */
const common = { tag: "Cart", access: permission("cart:manage"), requestHeaders } as const;

const readRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/cart",
  operationId: "getCart",
  summary: "Read the cart",
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid],
  handler: async ({ ctx, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    return reply(ref, await readCart(ctx, ref));
  },
});

const addRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/cart/items",
  operationId: "addCartItem",
  summary: "Add units of a variant",
  description:
    "Units of a variant that is in the cart already are added to its line (200); otherwise a line is made (201).",
  body: addItemBody,
  bodyExample: { sku: "MUG-STONE-350-BLU", quantity: 2 },
  idempotency: "handled",
  success: [
    { status: 200, ...cartAnswer },
    { status: 201, ...cartAnswer },
  ],
  errors: [
    cartTokenInvalid,
    variantUnavailable,
    cartLimitReached,
    currencyMismatch,
    currencyNotSold,
    preconditionFailed,
  ],
  handler: async ({ ctx, body, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    const result = await addItem(ctx, ref, { ...body, by: itemOf(body) }, await optionsOf(request));
    return reply(ref, result.state, result.created ? 201 : 200, {
      ...(result.created ? { Location: "/api/v1/cart" } : {}),
      ...(result.replayed ? { "Idempotent-Replayed": "true" } : {}),
    });
  },
});

function itemOf(body: z.output<typeof addItemBody>): { variantId: string } | { sku: string } {
  if (body.sku !== undefined) return { sku: body.sku };
  if (body.variant_id !== undefined) return { variantId: body.variant_id };
  throw invalidInput("Give either variant_id or sku.");
}

const quantitySpec = {
  ...common,
  path: "/api/v1/cart/items/{line_id}",
  params: lineParams,
  body: setQuantityBody,
  bodyExample: { quantity: 3 },
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, preconditionFailed],
} satisfies Partial<Parameters<typeof defineRoute>[0]>;

const patchItemRoute = defineRoute({
  ...quantitySpec,
  method: "patch",
  operationId: "updateCartItem",
  summary: "Change a line's quantity",
  handler: ({ ctx, params, body, request }) =>
    change(ctx, request, () => ({ op: "set_quantity", lineId: params.line_id, quantity: body.quantity })),
});

const putItemRoute = defineRoute({
  ...quantitySpec,
  method: "put",
  operationId: "replaceCartItem",
  summary: "Set a line's quantity",
  handler: ({ ctx, params, body, request }) =>
    change(ctx, request, () => ({ op: "set_quantity", lineId: params.line_id, quantity: body.quantity })),
});

const removeItemRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/cart/items/{line_id}",
  operationId: "removeCartItem",
  summary: "Remove a line",
  description: "Answers the cart rather than 204, so that the client has the new totals.",
  params: lineParams,
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, preconditionFailed],
  handler: ({ ctx, params, request }) =>
    change(ctx, request, () => ({ op: "remove", lineId: params.line_id })),
});

const clearRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/cart",
  operationId: "clearCart",
  summary: "Remove all lines",
  success: [{ status: 204, description: "The cart is empty" }],
  errors: [cartTokenInvalid, preconditionFailed],
  handler: async ({ ctx, request }) => {
    const { headers } = await change(ctx, request, () => ({ op: "clear" }));
    return { status: 204, ...(headers ? { headers } : {}) };
  },
});

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
    const data = shippingRates(state).map(shippingOptionView);
    return {
      body: { data, pagination: { limit: 100, next_cursor: null, has_more: false } },
      headers: { "X-Cart-Token": ref.token },
    };
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

export const cartRoutes = [
  readRoute,
  addRoute,
  patchItemRoute,
  putItemRoute,
  removeItemRoute,
  clearRoute,
  contactRoute,
  shippingAddressRoute,
  billingAddressRoute,
  shippingOptionsRoute,
  shippingOptionRoute,
] as const;
