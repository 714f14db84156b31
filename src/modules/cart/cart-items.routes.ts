import type { z } from "@hono/zod-openapi";
import { invalidInput, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute } from "../../platform/http/index.ts";
import { currencyNotSold } from "../catalog/index.ts";
import { addItem } from "./add-item.ts";
import { cartLimitReached, cartTokenInvalid, currencyMismatch, variantUnavailable } from "./cart.errors.ts";
import { cartAnswer, change, lines, optionsOf, replayedHeader, reply } from "./cart.http.routes.ts";
import { addItemBody, changeLineBody, lineParams, readCartQuery, replaceLineBody } from "./cart.schema.ts";
import { readCart } from "./cart-store.ts";
import { resolveCart } from "./resolve-cart.ts";

const readRoute = defineRoute({
  ...lines,
  method: "get",
  path: "/api/v1/cart",
  operationId: "getCart",
  summary: "Read the cart",
  description:
    "Lines tell what has changed about them in the catalog. The cart looks there again when it has not for 30 s, after the answer: the next one " +
    "shows it. With `refresh=true` it looks first.",
  query: readCartQuery,
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid],
  handler: async ({ ctx, query, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    return reply(ref, await readCart(ctx, ref, query.refresh === "true" ? "now" : "later"));
  },
});

const addRoute = defineRoute({
  ...lines,
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
      ...replayedHeader(result.replayed),
    });
  },
});

function itemOf(body: z.output<typeof addItemBody>): { variantId: string } | { sku: string } {
  if (body.sku !== undefined) return { sku: body.sku };
  if (body.variant_id !== undefined) return { variantId: body.variant_id };
  throw invalidInput("Give either variant_id or sku.");
}

const lineSpec = {
  ...lines,
  path: "/api/v1/cart/items/{line_id}",
  params: lineParams,
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, cartLimitReached, preconditionFailed],
} satisfies Partial<Parameters<typeof defineRoute>[0]>;

const patchItemRoute = defineRoute({
  ...lineSpec,
  method: "patch",
  operationId: "updateCartItem",
  summary: "Change a line's quantity or note",
  description: "What is absent stays.",
  body: changeLineBody,
  bodyExample: { quantity: 3 },
  handler: ({ ctx, params, body, request }) =>
    change(ctx, request, () => ({ op: "change_line", lineId: params.line_id, ...body })),
});

const putItemRoute = defineRoute({
  ...lineSpec,
  method: "put",
  operationId: "replaceCartItem",
  summary: "Set a line's quantity and note",
  description: "Without a note the line has none.",
  body: replaceLineBody,
  bodyExample: { quantity: 3, note: "The blue one, if there is one." },
  handler: ({ ctx, params, body, request }) =>
    change(ctx, request, () => ({
      op: "change_line",
      lineId: params.line_id,
      quantity: body.quantity,
      note: body.note ?? null,
    })),
});

const removeItemRoute = defineRoute({
  ...lines,
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
  ...lines,
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

export const cartItemRoutes = [
  readRoute,
  addRoute,
  patchItemRoute,
  putItemRoute,
  removeItemRoute,
  clearRoute,
] as const;
