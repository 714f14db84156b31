export { addItem } from "./add-item.ts";
export { cartLimitReached, cartTokenInvalid, currencyMismatch, variantUnavailable } from "./cart.errors.ts";
export { cartSchema } from "./cart.schema.ts";
export { cartDeliveryRoutes } from "./cart-delivery.routes.ts";
export { cartItemRoutes } from "./cart-items.routes.ts";
export { cartQuoteRoutes } from "./quote.routes.ts";
export { explainCart } from "./quote.explain.ts";
export { cartSavedRoutes } from "./cart-saved.routes.ts";
export { savedCartView } from "./cart.saved.view.ts";
export { contentOf } from "./cart.content.ts";
export { cartAbandoned, cartStarted } from "./cart.events.ts";
export { emptyCart, isAbandoned, isIdle, nextAlarm, remainsOf } from "./cart.life.ts";
export { applyOperation, refreshCart } from "./cart.rules.ts";
export { pricingOf, quoteCart, shownRatePrice, shownUnitPrice, unitPrice } from "./cart.prices.ts";
export { present, savedAfter, TOUCHES_SAVED } from "./cart.saved.ts";
export { seenTotals } from "./cart.seen.ts";
export { chosenRate, needsShipping, shippingRates } from "./cart.shipping.ts";
export {
  type CartLine,
  type CartOperation,
  type CartResult,
  type CartState,
  MAX_LINES,
  MAX_QUANTITY,
  MAX_SUBTOTAL,
  type SavedCart,
} from "./cart.state.ts";
export { shippingOptionSchema } from "./cart.schema.ts";
export { type StoredCart, upgradeAnswer, upgradeCart } from "./cart.upgrade.ts";
export { cartView, quoteHash, shippingOptionView } from "./cart.view.ts";
export {
  type ApplyOptions,
  applyToCart,
  type CartRef,
  type CartRpc,
  readCart,
  type Refresh,
} from "./cart-store.ts";
export { isStart, tellStarted } from "./tell-started.ts";
export { emptyOrderedCart, isOrderedCartEmptied } from "./empty-ordered-cart.ts";
export { eraseCart } from "./erase-cart.ts";
export { cartSubscribers } from "./cart.subscribers.ts";
export { followAccount } from "./follow-account.ts";
export { freezeCart, unfreezeCart } from "./freeze-cart.ts";
export { mergeGuestCart } from "./merge-guest-cart.ts";
export { readCartFacts } from "./read-cart-facts.ts";
export { listSavedCarts } from "./saved-carts.ts";
export { tellAbandoned } from "./tell-abandoned.ts";
export { cartTokenHeader, resolveCart } from "./resolve-cart.ts";
