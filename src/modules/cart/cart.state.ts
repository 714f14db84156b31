import type { Address } from "../../platform/http/schemas.ts";
import type { SellableVariant } from "../catalog/index.ts";
import type { Market } from "../shipping/index.ts";

/** What a cart knows besides its lines: who buys, where it goes and how. */
export interface CartContact {
  email?: string;
  shippingAddress?: Address;
  billingAddress?: Address;
  /** Rates and taxes of the shipping address, as of when it was set or the order was last tried. */
  market?: Market;
  shippingRateId?: string;
}

/** What a cart remembers. It carries its own pricing inputs, so that every answer has full totals without further reads. */
export interface CartState extends CartContact {
  id: string;
  version: number;
  /**
   * Counts the fillings of the cart: an order belongs to one generation, placing it starts the next. Starts at the time
   * in seconds, so that a cart that expired and is filled again under its old token comes after all that it was before.
   */
  generation: number;
  currency: string;
  lines: CartLine[];
  updatedAt: string;
  expiresAt: string;
  /** The cart of a disabled account: only the system changes it. */
  frozen?: true;
  /** Lines on their way into customers' carts. They are no longer content of this one. */
  handedOver?: HandOver[];
  /** The number of the last hand-over. */
  lastHandOver?: number;
  /** The last fillings that were handed over and by which hand-over, as long as no order of them was taken out. */
  fillings?: { generation: number; number: number }[];
  /** What became of the last hand-overs, oldest first. */
  settled?: Settled[];
  /** What this cart took over from guests' carts, oldest first. */
  receipts?: Receipt[];
}

/** Quantities of variants, each named once. */
export type Units = readonly { variantId: string; quantity: number }[];

export interface CartLine {
  id: string;
  quantity: number;
  /** How many of them a merge brought, into a customer's cart or back. An order from before it takes out no others. */
  merged?: number;
  /** The variant as of when the line was last touched. */
  variant: SellableVariant;
  sold: boolean;
  /** The price that the shopper saw before it changed; absent when it did not. Minor units. */
  previousPrice?: number;
}

/** What a guest's cart gives to a customer's: one filling of it, or what was left over of one; without lines, only an order. */
export interface HandOver {
  /** The id of the customer's cart. */
  to: string;
  /** Names it among those of its cart and grows from one to the next, also when the cart expired in between. */
  number: number;
  currency: string;
  lines: CartLine[];
  contact: CartContact;
  /** What is ordered already: to be kept back from the lines. Without lines, to be taken out of the customer's cart again. */
  ordered?: Units;
  /** Until then it is offered; it lives as long as the cart would have. */
  expiresAt: string;
}

/** The customer's cart has taken this hand-over, except for the leftover, which had no room or no price. */
export interface Receipt {
  /** The id of the guest's cart. */
  from: string;
  number: number;
  leftover: Units;
  /** What of the hand-over it knew to be ordered. */
  ordered: Units;
}

/** Where the units of a confirmed hand-over are, less those that orders have taken out. */
export interface Settled {
  number: number;
  to: string;
  /** In the customer's cart. */
  taken: Units;
  /** Back in the guest's, or on from there with the hand-over `into`. */
  back: Units;
  into?: number;
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
   * Takes out what was ordered and starts the next generation; what was added meanwhile stays. If the filling was handed over,
   * follows it (cart.merge.ts). Does nothing when that was done before.
   */
  | { op: "complete"; generation: number; ordered: Units }
  /** The three steps of a merge (cart.merge.ts): the first and the last in the guest's cart, the second in the customer's. */
  | { op: "hand_over"; to: string }
  | { op: "absorb"; from: string; handOvers: readonly HandOver[] }
  | { op: "confirm"; receipts: readonly Receipt[] }
  | { op: "freeze" }
  | { op: "unfreeze" };

/** Why an operation was not carried out. Nothing was changed. */
export type CartRefusal =
  | { code: "line_not_found" }
  | { code: "too_many_lines"; limit: number }
  | { code: "quantity_limit"; limit: number; inCart: number }
  | { code: "currency_mismatch"; currency: string }
  | { code: "not_sold_in_currency"; currency: string }
  | { code: "address_missing" }
  | { code: "shipping_option_unavailable" }
  | { code: "frozen" }
  | { code: "version_mismatch"; version: number }
  | { code: "idempotency_key_reused" };

export type CartResult =
  { ok: true; state: CartState; created: boolean; replayed: boolean } | { ok: false; refusal: CartRefusal };

export const MAX_LINES = 100;
export const MAX_QUANTITY = 9_999;
/** A cart lives this long after it was last touched. */
export const CART_DAYS = 30;
