import { money } from "../../platform/money.ts";
import { emptyCart } from "./cart.life.ts";
import type { AcceptedCart, SavedCartView } from "./cart.schema.ts";
import type { CartChange, SavedCart } from "./cart.state.ts";
import { cartView } from "./cart.view.ts";

/** A saved cart as it is answered. Prices and stock are those of when it was saved. */
export function savedCartView(saved: SavedCart): SavedCartView {
  const { id, reason, savedAt, expiresAt, content, added } = saved;
  const cart = cartView({ ...emptyCart(id, content.currency, new Date(savedAt)), ...content });
  const { email, note, items, shipping_address, billing_address } = cart;
  return {
    id,
    reason,
    saved_at: savedAt,
    expires_at: expiresAt,
    currency: content.currency,
    ...(email === undefined ? {} : { email }),
    ...(note === undefined ? {} : { note }),
    ...(shipping_address ? { shipping_address } : {}),
    ...(billing_address ? { billing_address } : {}),
    items,
    merged_items: added.map(({ variantId, ...item }) => ({ variant_id: variantId, ...item })),
  };
}

/** What accepting changes did to a line, as it is answered. */
export function changeView(change: CartChange, currency: string): AcceptedCart["changes"][number] {
  const { lineId, variantId, sku, name } = change;
  const about = { item_id: lineId, variant_id: variantId, sku, name };
  switch (change.code) {
    case "price_changed": {
      const [previous_price, unit_price] = [money(change.before, currency), money(change.after, currency)];
      return { code: change.code, ...about, previous_price, unit_price };
    }
    case "quantity_reduced":
      return { code: change.code, ...about, previous_quantity: change.before, quantity: change.after };
    case "removed":
      return { code: change.code, ...about, reason: change.why, previous_quantity: change.before };
  }
}
