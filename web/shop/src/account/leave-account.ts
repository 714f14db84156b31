import { cartToken } from "../api.ts";
import { forgetVisit } from "../browser-store.ts";
import { cart } from "../cart-state.ts";
import { forgetOrderTokens } from "../order/order-tokens.ts";
import { sessionClosed } from "../session-state.ts";

/** Nobody is logged in any more: what comes after belongs to somebody else, maybe. */
export function leaveAccount(): void {
  forgetOrderTokens();
  forgetVisit();
  cartToken.forget();
  cart.value = undefined;
  sessionClosed();
}
