import { defineRoute } from "../../platform/http/index.ts";
import { notServed } from "../shipping/index.ts";
import { cartTokenInvalid } from "./cart.errors.ts";
import { lines } from "./cart.http.routes.ts";
import { quoteSchema } from "./quote.schema.ts";
import { quoteOf } from "./quote-cart.ts";
import { cartTokenHeader, resolveCart } from "./resolve-cart.ts";

const { "If-Match": _, ...requestHeaders } = lines.requestHeaders;

const quoteRoute = defineRoute({
  ...lines,
  requestHeaders,
  method: "post",
  path: "/api/v1/cart/quote",
  operationId: "quoteCart",
  summary: "Say what the cart costs now, and why",
  description:
    "Looks at the database as placing the order does, and changes nothing: prices, stock, shipping rates and taxes as they are now, the taxes " +
    "of each line, and every rule that was looked at with what became of it. With its `quote_hash` in POST /orders, the order costs exactly this or " +
    "is refused.",
  idempotency: "ignored",
  success: [
    {
      status: 200,
      description: "The quote",
      schema: quoteSchema,
      headers: { "X-Cart-Token": "For guests: send it with every further request about this cart" },
    },
  ],
  errors: [cartTokenInvalid, notServed],
  handler: async ({ ctx, request }) => {
    const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
    return { body: await quoteOf(ctx, ref), headers: cartTokenHeader(ref) };
  },
});

export const cartQuoteRoutes = [quoteRoute] as const;
