export { cartTokenInvalid } from "./cart.errors.ts";
export { cartRoutes } from "./cart.routes.ts";
export { applyOperation, chosenRate, emptyCart, needsShipping, refreshCart } from "./cart.rules.ts";
export type { CartLine, CartOperation, CartRefusal, CartResult, CartState } from "./cart.state.ts";
export { cartView, quoteCart, quoteHash, unitPrice } from "./cart.view.ts";
export {
  type ApplyOptions,
  applyToCart,
  type CartRef,
  type CartRpc,
  readCart,
  resolveCart,
} from "./cart-store.ts";
