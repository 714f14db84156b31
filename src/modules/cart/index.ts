export { cartTokenInvalid } from "./cart.errors.ts";
export { cartDeliveryRoutes } from "./cart-delivery.routes.ts";
export { cartItemRoutes } from "./cart-items.routes.ts";
export { applyOperation, chosenRate, emptyCart, needsShipping, refreshCart } from "./cart.rules.ts";
export type { CartOperation, CartResult, CartState } from "./cart.state.ts";
export { cartView, quoteCart, quoteHash, unitPrice } from "./cart.view.ts";
export {
  type ApplyOptions,
  applyToCart,
  type CartRef,
  type CartRpc,
  readCart,
  resolveCart,
} from "./cart-store.ts";
