import type { Address } from "../../platform/http/schemas.ts";
import type { SellableVariant } from "../catalog/index.ts";
import type { Totals } from "../pricing/index.ts";
import type { Market } from "../shipping/index.ts";

/** What a cart knows besides its lines: who buys, where it goes and how, and what the shopper has to say about it. */
export interface CartContact {
  email?: string;
  note?: string;
  shippingAddress?: Address;
  billingAddress?: Address;
  /** Rates and taxes of the shipping address, as of when it was set or the order was last tried. */
  market?: Market;
  shippingRateId?: string;
}

/** What the shopper has made of a cart. */
export interface CartContent extends CartContact {
  currency: string;
  lines: CartLine[];
}

/** What a cart remembers. It carries its own pricing inputs, so that every answer has full totals without further reads. */
export interface CartState extends CartContent {
  /** How this is laid out; cart.upgrade.ts brings what older code stored to the present one. */
  shape: number;
  id: string;
  version: number;
  /**
   * Counts the fillings of the cart: an order belongs to one generation, placing it starts the next. Starts at the time
   * in seconds, so that a cart that expired and is filled again under its old token comes after all that it was before.
   */
  generation: number;
  /** When the shopper, or an order or merge of theirs, last changed it. Looking at it or at the catalog is no change. */
  updatedAt: string;
  expiresAt: string;
  /** What the shopper saw the cart cost before that changed, until they accept it (cart.seen.ts); absent when it is the same. */
  previousTotals?: Totals;
  /** The last filling of which was told that it is abandoned. */
  abandoned?: number;
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
  note?: string;
  /** How many of them a merge brought, into a customer's cart or back. An order from before it takes out no others. */
  merged?: number;
  /** The variant as of when the line was last touched. */
  variant: SellableVariant;
  sold: boolean;
  /** The price that the shopper saw before it changed, until they accept the new one; absent when it is the same. Minor units. */
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
  /** What the guest saw it cost. */
  seen?: Totals;
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

/**
 * A whole cart as it was before a merge, or before another saved one took its place. It is an alternative to what is in the cart,
 * not an addition: restoring exchanges the two, and what is ordered leaves all of them.
 */
export interface SavedCart {
  id: string;
  reason: "merged" | "replaced";
  savedAt: string;
  expiresAt: string;
  content: CartContent;
  /** What the merge added to the cart after this was saved; empty for a replaced one. */
  added: { variantId: string; sku: string; name: string; quantity: number }[];
}

/** What accepting did to a line. Prices as they are shown, in minor units of the cart's currency. */
export type CartChange = { lineId: string; variantId: string; sku: string; name: string } & (
  | { code: "price_changed"; before: number; after: number }
  | { code: "quantity_reduced"; before: number; after: number }
  | { code: "removed"; before: number; why: "unavailable" | "insufficient_stock" }
);

export type CartOperation =
  | { op: "add"; lineId: string; variant: SellableVariant; quantity: number; currency?: string | undefined }
  /** What is undefined stays; null takes the note away. */
  | { op: "change_line"; lineId: string; quantity?: number | undefined; note?: string | null | undefined }
  | { op: "remove"; lineId: string }
  | { op: "clear" }
  | { op: "set_note"; note: string | null }
  | { op: "set_email"; email: string }
  | { op: "set_shipping_address"; address: Address; market: Market }
  | { op: "set_billing_address"; address: Address }
  | { op: "choose_shipping"; rateId: string }
  /**
   * Brings the lines up to date with the catalog. Of the variants that were `asked` for (default: all of the lines') one that is
   * missing is no longer sold; lines of others stay as they are. The market is of `address`, and not taken when that is another by now.
   */
  | {
      op: "refresh";
      variants: SellableVariant[];
      market?: Market | undefined;
      asked?: readonly string[] | undefined;
      address?: Address | undefined;
    }
  /** The shopper agrees to what the lines' problems say: new prices, fewer units, lines gone. */
  | { op: "accept_changes" }
  /** Puts a saved cart's content in the place of the present one. */
  | { op: "restore"; savedId: string; content: CartContent }
  /** Notes that this filling was told to be abandoned. */
  | { op: "abandon"; generation: number }
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
  | { code: "amount_limit"; limit: number; currency: string }
  | { code: "currency_mismatch"; currency: string }
  | { code: "not_sold_in_currency"; currency: string }
  | { code: "address_missing" }
  | { code: "shipping_option_unavailable" }
  | { code: "saved_cart_not_found" }
  | { code: "frozen" }
  | { code: "version_mismatch"; version: number }
  | { code: "idempotency_key_reused" };

export type CartResult =
  | {
      ok: true;
      state: CartState;
      created: boolean;
      replayed: boolean;
      /** What accepting changes did. */
      changes?: CartChange[] | undefined;
    }
  | { ok: false; refusal: CartRefusal };

export const SHAPE = 2;

export const MAX_LINES = 100;
export const MAX_QUANTITY = 9_999;
/** Most that a cart's lines may cost together, in minor units: with shipping and nine taxes of 100 % it is still a safe integer. */
export const MAX_SUBTOTAL = 900_000_000_000_000;
/** A cart lives this long after it was last touched. */
export const CART_DAYS = 30;
/** A saved cart can be restored this long, and this many are kept: the oldest goes first. */
export const SAVED_DAYS = 30;
export const MAX_SAVED = 5;
