import { notFound, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute } from "../../platform/http/index.ts";
import { pageSchema, wholeList } from "../../platform/pagination.ts";
import { acceptCartChanges } from "./accept-changes.ts";
import { cartTokenInvalid } from "./cart.errors.ts";
import { cartAnswer, common, lines, optionsOf, replayedHeader, reply } from "./cart.http.routes.ts";
import { changeView, savedCartView } from "./cart.saved.view.ts";
import { acceptedCartSchema, savedCartParams, savedCartSchema } from "./cart.schema.ts";
import { cartView } from "./cart.view.ts";
import { cartTokenHeader, resolveCart } from "./resolve-cart.ts";
import { deleteSavedCart, listSavedCarts, restoreSavedCart } from "./saved-carts.ts";

const acceptRoute = defineRoute({
  ...lines,
  method: "post",
  path: "/api/v1/cart/accept-changes",
  operationId: "acceptCartChanges",
  summary: "Agree to what has changed in the catalog",
  description:
    "Compares the cart with the catalog, then takes over new prices and totals, reduces quantities to what is left and removes what cannot be bought. " +
    "With If-Match only what that version showed is accepted: if more has changed since, 412 tells to look again.",
  idempotency: "handled",
  success: [
    { status: 200, ...cartAnswer, description: "The cart, and what changed", schema: acceptedCartSchema },
  ],
  errors: [cartTokenInvalid, preconditionFailed],
  handler: async ({ ctx, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    const {
      state,
      changes = [],
      replayed,
    } = await acceptCartChanges(ctx, ref, await optionsOf(request, "accept-changes"));
    return {
      ...reply(ref, state, 200, replayedHeader(replayed)),
      body: { ...cartView(state), changes: changes.map((each) => changeView(each, state.currency)) },
    };
  },
});

const listSavedRoute = defineRoute({
  ...lines,
  method: "get",
  path: "/api/v1/cart/saved",
  operationId: "listSavedCarts",
  summary: "List the carts that can be restored",
  description:
    "When a login merges a guest's cart into the customer's, the cart as it was before is kept for 30 days; the last five are.",
  success: [
    { status: 200, description: "The saved carts, newest first", schema: pageSchema(savedCartSchema) },
  ],
  errors: [cartTokenInvalid],
  handler: async ({ ctx, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    const carts = await listSavedCarts(ctx, ref);
    return { body: wholeList(carts.map(savedCartView)), headers: cartTokenHeader(ref) };
  },
});

const restoreRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/cart/saved/{saved_cart_id}/restore",
  operationId: "restoreSavedCart",
  summary: "Put a saved cart in the place of the present one",
  description:
    "Undoes a merge: lines, note, contact, addresses and the choice of shipping are as they were before it, prices as they are now. The present " +
    "cart is saved in exchange, so that this can be undone, too. What was ordered meanwhile is not brought back.",
  params: savedCartParams,
  idempotency: "handled",
  success: [{ status: 200, ...cartAnswer }],
  errors: [cartTokenInvalid, notFound, preconditionFailed],
  handler: async ({ ctx, params, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    const { saved_cart_id: id } = params;
    const options = await optionsOf(request, `restore ${id}`);
    const { state, replayed } = await restoreSavedCart(ctx, ref, id, options);
    return reply(ref, state, 200, replayedHeader(replayed));
  },
});

const deleteSavedRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/cart/saved/{saved_cart_id}",
  operationId: "deleteSavedCart",
  summary: "Delete a saved cart",
  params: savedCartParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [cartTokenInvalid, notFound, preconditionFailed],
  handler: async ({ ctx, params, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    await deleteSavedCart(ctx, ref, params.saved_cart_id, await optionsOf(request));
    return { status: 204, headers: cartTokenHeader(ref) };
  },
});

export const cartSavedRoutes = [acceptRoute, listSavedRoute, restoreRoute, deleteSavedRoute] as const;
