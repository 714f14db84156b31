import type { Address } from "../../platform/http/schemas.ts";
import type { SellableVariant } from "../catalog/index.ts";
import type { Market } from "../shipping/index.ts";

/** What a cart remembers. It carries its own pricing inputs, so that every answer has full totals without further reads. */
export interface CartState {
  id: string;
  version: number;
  /**
   * Counts the fillings of the cart: an order belongs to one generation, placing it starts the next. Starts at the time
   * in seconds, so that a cart that expired and is filled again under its old token comes after all that it was before.
   */
  generation: number;
  currency: string;
  lines: CartLine[];
  email?: string;
  shippingAddress?: Address;
  billingAddress?: Address;
  /** Rates and taxes of the shipping address, as of when it was set or the order was last tried. */
  market?: Market;
  shippingRateId?: string;
  updatedAt: string;
  expiresAt: string;
}

export interface CartLine {
  id: string;
  quantity: number;
  /** The variant as of when the line was last touched. */
  variant: SellableVariant;
  sold: boolean;
  /** The price that the shopper saw before it changed; absent when it did not. Minor units. */
  previousPrice?: number;
}

export type CartOperation =
  | { op: "add"; lineId: string; variant: SellableVariant; quantity: number; currency?: string | undefined }
  | { op: "set_quantity"; lineId: string; quantity: number }
  | { op: "remove"; lineId: string }
  | { op: "clear" }
  | { op: "set_email"; email: string }
  | { op: "set_shipping_address"; address: Address; market: Market }
  | { op: "set_billing_address"; address: Address }
  | { op: "choose_shipping"; rateId: string }
  /** Brings the lines up to date with the catalog; a variant that is missing is no longer sold. */
  | { op: "refresh"; variants: SellableVariant[]; market?: Market | undefined }
  /**
   * Takes out what was ordered and starts the next generation; what was added meanwhile stays. Does nothing when that was
   * done before.
   */
  | { op: "complete"; generation: number; ordered: readonly { variantId: string; quantity: number }[] };

/** Why an operation was not carried out. Nothing was changed. */
export type CartRefusal =
  | { code: "line_not_found" }
  | { code: "too_many_lines"; limit: number }
  | { code: "quantity_limit"; limit: number; inCart: number }
  | { code: "currency_mismatch"; currency: string }
  | { code: "not_sold_in_currency"; currency: string }
  | { code: "address_missing" }
  | { code: "shipping_option_unavailable" }
  | { code: "version_mismatch"; version: number }
  | { code: "idempotency_key_reused" };

export type CartResult =
  { ok: true; state: CartState; created: boolean; replayed: boolean } | { ok: false; refusal: CartRefusal };

export const MAX_LINES = 100;
export const MAX_QUANTITY = 9_999;
/** A cart lives this long after it was last touched. */
export const CART_DAYS = 30;
