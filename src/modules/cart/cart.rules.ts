import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { SellableVariant } from "../catalog/index.ts";
import { type Market, ratesFor, type ShippingRate } from "../shipping/index.ts";
import {
  CART_DAYS,
  type CartLine,
  type CartOperation,
  type CartRefusal,
  type CartState,
  MAX_LINES,
  MAX_QUANTITY,
} from "./cart.state.ts";

type Applied = { state: CartState; created: boolean } | { refusal: CartRefusal };

/** A cart that nobody has put anything into. */
export function emptyCart(id: string, currency: string, now: Date): CartState {
  return {
    id,
    version: 0,
    generation: Math.floor(now.getTime() / 1000),
    currency,
    lines: [],
    updatedAt: isoTime(now),
    expiresAt: expiry(now),
  };
}

function expiry(now: Date): string {
  return isoTime(addSeconds(now, CART_DAYS * 24 * 60 * 60));
}

/**
 * Carries out one operation. Pure: the same state, operation and time give the same result.
 * Adding is commutative: parallel adds of the same variant end in the sum, in whatever order they arrive.
 */
export function applyOperation(state: CartState, operation: CartOperation, now: Date): Applied {
  const result = change(state, operation);
  if ("refusal" in result) return result;
  if (result.state === state) return result;
  return {
    created: result.created,
    state: {
      ...dropUnavailableShipping(result.state),
      version: state.version + 1,
      updatedAt: isoTime(now),
      expiresAt: expiry(now),
    },
  };
}

function change(state: CartState, operation: CartOperation): Applied {
  switch (operation.op) {
    case "add":
      return add(state, operation);
    case "set_quantity":
      return withLine(state, operation.lineId, (line) => [{ ...line, quantity: operation.quantity }]);
    case "remove":
      return withLine(state, operation.lineId, () => []);
    case "clear":
      return unchanged({ ...state, lines: [] });
    case "set_email":
      return unchanged({ ...state, email: operation.email });
    case "set_shipping_address":
      return unchanged({ ...state, shippingAddress: operation.address, market: operation.market });
    case "set_billing_address":
      return unchanged({ ...state, billingAddress: operation.address });
    case "choose_shipping":
      return chooseShipping(state, operation.rateId);
    case "refresh":
      return refresh(state, operation);
    case "complete":
      return operation.generation === state.generation
        ? unchanged(nextGeneration(state, operation.ordered))
        : unchanged(state);
  }
}

function unchanged(state: CartState): Applied {
  return { state, created: false };
}

function add(state: CartState, operation: Extract<CartOperation, { op: "add" }>): Applied {
  const { variant, quantity } = operation;
  const currency = state.lines.length === 0 ? (operation.currency ?? state.currency) : state.currency;
  if (operation.currency !== undefined && operation.currency !== currency) {
    return { refusal: { code: "currency_mismatch", currency } };
  }
  if (variant.prices[currency] === undefined) return { refusal: { code: "not_sold_in_currency", currency } };
  const existing = state.lines.find((line) => line.variant.variantId === variant.variantId);
  if ((existing?.quantity ?? 0) + quantity > MAX_QUANTITY) {
    return { refusal: { code: "quantity_limit", limit: MAX_QUANTITY, inCart: existing?.quantity ?? 0 } };
  }
  if (existing) {
    const merged = { ...touch(existing, variant, currency), quantity: existing.quantity + quantity };
    return unchanged({ ...state, lines: state.lines.map((line) => (line === existing ? merged : line)) });
  }
  if (state.lines.length >= MAX_LINES) return { refusal: { code: "too_many_lines", limit: MAX_LINES } };
  const line: CartLine = { id: operation.lineId, quantity, variant, sold: true };
  return { state: { ...state, currency, lines: [...state.lines, line] }, created: true };
}

function withLine(state: CartState, lineId: string, replace: (line: CartLine) => CartLine[]): Applied {
  if (!state.lines.some((line) => line.id === lineId)) return { refusal: { code: "line_not_found" } };
  return unchanged({
    ...state,
    lines: state.lines.flatMap((line) => (line.id === lineId ? replace(line) : [line])),
  });
}

function chooseShipping(state: CartState, rateId: string): Applied {
  if (!state.market) return { refusal: { code: "address_missing" } };
  if (!shippingRates(state).some((rate) => rate.id === rateId))
    return { refusal: { code: "shipping_option_unavailable" } };
  return unchanged({ ...state, shippingRateId: rateId });
}

function refresh(state: CartState, operation: Extract<CartOperation, { op: "refresh" }>): Applied {
  const byId = new Map(operation.variants.map((variant) => [variant.variantId, variant]));
  const lines = state.lines.map((line) => {
    const variant = byId.get(line.variant.variantId);
    return variant?.prices[state.currency] === undefined
      ? { ...line, sold: false }
      : touch(line, variant, state.currency);
  });
  return unchanged({ ...state, lines, ...(operation.market ? { market: operation.market } : {}) });
}

/** The cart with what the database says now in place of what it remembered. Pure; nothing is stored. */
export function refreshCart(
  state: CartState,
  variants: SellableVariant[],
  market: Market | undefined,
  now: Date,
): CartState {
  const applied = applyOperation(state, { op: "refresh", variants, market }, now);
  return "state" in applied ? applied.state : state;
}

/** The line with the variant as it is now, remembering the price that the shopper saw when it differs. */
function touch(line: CartLine, variant: CartLine["variant"], currency: string): CartLine {
  const seen = line.variant.prices[currency];
  const { previousPrice: _, ...rest } = line;
  const changed = seen !== undefined && seen !== variant.prices[currency] ? { previousPrice: seen } : {};
  return { ...rest, variant, sold: true, ...changed };
}

function nextGeneration(
  state: CartState,
  ordered: readonly { variantId: string; quantity: number }[],
): CartState {
  const taken = new Map(ordered.map((line) => [line.variantId, line.quantity]));
  const left = state.lines.flatMap((line) => {
    const quantity = line.quantity - (taken.get(line.variant.variantId) ?? 0);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
  const { shippingRateId: _, ...rest } = state;
  return { ...rest, generation: state.generation + 1, lines: left };
}

/** A choice that no longer carries the cart (too heavy, other country) is dropped: the shopper chooses again. */
function dropUnavailableShipping(state: CartState): CartState {
  if (state.shippingRateId === undefined || chosenRate(state) !== undefined) return state;
  const { shippingRateId: _, ...rest } = state;
  return rest;
}

/** The shipping rates that the cart can choose from now; none when it holds only what is not sent. */
export function shippingRates(state: CartState): ShippingRate[] {
  const isSent = state.lines.length === 0 || needsShipping(state);
  return state.market && isSent ? ratesFor(state.market, state.currency, weightOf(state)) : [];
}

/** The chosen rate, if it still carries the cart. */
export function chosenRate(state: CartState): ShippingRate | undefined {
  return shippingRates(state).find((rate) => rate.id === state.shippingRateId);
}

function weightOf(state: CartState): number {
  return state.lines.reduce(
    (sum, line) => sum + (line.variant.requiresShipping ? line.quantity * line.variant.weightGrams : 0),
    0,
  );
}

/** Whether anything in the cart has to be sent. */
export function needsShipping(state: CartState): boolean {
  return state.lines.some((line) => line.variant.requiresShipping);
}
