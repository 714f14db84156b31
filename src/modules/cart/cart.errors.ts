import {
  type DomainError,
  defineError,
  invalidCredentials,
  notFound,
  preconditionFailed,
} from "../../platform/errors.ts";
import { idempotencyKeyReused } from "../../platform/idempotency.ts";
import { money } from "../../platform/money.ts";
import { etagOf } from "../../platform/http/index.ts";
import type { CartRefusal } from "./cart.state.ts";

export const cartTokenInvalid = defineError("cart.token_invalid", 401, "The cart token is not genuine");
export const variantUnavailable = defineError("cart.variant_unavailable", 422, "The variant is not sold");
export const cartLimitReached = defineError("cart.limit_reached", 422, "The cart takes no more");
export const currencyMismatch = defineError("cart.currency_mismatch", 409, "The cart is in another currency");
export const shippingAddressMissing = defineError(
  "cart.shipping_address_missing",
  409,
  "The cart has no shipping address",
);
export const shippingOptionUnavailable = defineError(
  "cart.shipping_option_unavailable",
  422,
  "The shipping option is not offered for this cart",
);

/** The problem to answer when the cart refused an operation. */
export function refusalError(refusal: CartRefusal): DomainError {
  switch (refusal.code) {
    case "line_not_found":
      return notFound("The cart has no such line.");
    case "too_many_lines":
      return cartLimitReached(`A cart holds at most ${refusal.limit} lines.`, {
        facts: { max_lines: refusal.limit },
      });
    case "quantity_limit":
      return cartLimitReached(
        `A line holds at most ${refusal.limit} units; ${refusal.inCart} are in the cart already.`,
        {
          facts: { max_quantity: refusal.limit, in_cart: refusal.inCart },
          errors: [
            {
              pointer: "#/quantity",
              code: "too_big",
              message: `must be at most ${refusal.limit - refusal.inCart}`,
            },
          ],
        },
      );
    case "amount_limit":
      return cartLimitReached("A cart's items cannot cost that much together.", {
        facts: { max_subtotal: money(refusal.limit, refusal.currency) },
        errors: [{ pointer: "#/quantity", code: "too_big", message: "makes the cart cost too much" }],
      });
    case "currency_mismatch":
      return currencyMismatch(`The cart is in ${refusal.currency}. Empty it to change the currency.`, {
        facts: { currency: refusal.currency },
      });
    case "not_sold_in_currency":
      return variantUnavailable(`The variant has no price in ${refusal.currency}.`, {
        errors: [
          { pointer: "#/variant_id", code: "not_sold", message: `has no price in ${refusal.currency}` },
        ],
      });
    case "address_missing":
      return shippingAddressMissing("Set the shipping address first: PUT /api/v1/cart/shipping-address.");
    case "shipping_option_unavailable":
      return shippingOptionUnavailable("Choose one of GET /api/v1/cart/shipping-options.", {
        errors: [{ pointer: "#/id", code: "not_offered", message: "is not offered for this cart" }],
      });
    case "saved_cart_not_found":
      return notFound("There is no such saved cart (any more).");
    case "frozen":
      return invalidCredentials("This account is disabled.", {
        headers: { "WWW-Authenticate": 'Bearer realm="api", error="invalid_token"' },
      });
    case "version_mismatch":
      return preconditionFailed("The cart has changed since. Read it again.", {
        headers: { ETag: etagOf(refusal.version) },
      });
    case "idempotency_key_reused":
      return idempotencyKeyReused(
        "This Idempotency-Key was used with another request. Use a new key for a new request.",
      );
  }
}
