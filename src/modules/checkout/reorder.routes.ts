import { capability, defineRoute, etagOf } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cartTokenHeader, cartTokenInvalid, cartView } from "../cart/index.ts";
import { reorder } from "./reorder.ts";
import { reorderedSchema } from "./reorder.schema.ts";

const reorderRoute = defineRoute({
  method: "post",
  path: "/api/v1/orders/{id}/reorder",
  operationId: "reorder",
  tag: "Orders",
  summary: "Put an order's items into the cart again",
  description:
    "Into the cart of whoever asks: the signed-in user's, or that of the X-Cart-Token, or a new one. What is in it stays. `skipped` names what did not go " +
    "in: `unavailable` (not sold any more), `limit_reached` (the cart takes no more), `other_currency`. What is sold out goes in and is " +
    "shown as the line's problem.",
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: {
    "X-Order-Token": "The order's access_token, for guests.",
    "X-Cart-Token": "The token of a guest's cart. Without it a guest starts a new cart.",
  },
  params: idParams,
  success: [
    {
      status: 200,
      description: "The cart, and what did not go into it",
      schema: reorderedSchema,
      headers: {
        "X-Cart-Token": "For guests: send it with every further request about this cart",
        ETag: "The cart's version",
      },
    },
  ],
  errors: [cartTokenInvalid],
  handler: async ({ ctx, params, request }) => {
    const { ref, cart, skipped } = await reorder(ctx, {
      orderId: params.id,
      orderToken: request.header("X-Order-Token"),
      cartToken: request.header("X-Cart-Token"),
    });
    return {
      body: { cart: cartView(cart), skipped },
      etag: etagOf(cart.version),
      headers: cartTokenHeader(ref),
    };
  },
});

export const reorderRoutes = [reorderRoute] as const;
