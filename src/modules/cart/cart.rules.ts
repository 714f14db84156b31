import { isoTime } from "../../platform/clock.ts";
import type { SellableVariant } from "../catalog/index.ts";
import type { Market } from "../shipping/index.ts";
import { expiryOf } from "./cart.life.ts";
import { absorb, bringNothing, confirm, followOrder, handOver } from "./cart.merge.ts";
import { dropUnavailableShipping, shippingRates } from "./cart.shipping.ts";
import {
  type CartLine,
  type CartOperation,
  type CartRefusal,
  type CartState,
  MAX_LINES,
  MAX_QUANTITY,
  type Units,
} from "./cart.state.ts";
import { withoutOrdered, withQuantity } from "./cart.units.ts";

type Applied = { state: CartState; created: boolean } | { refusal: CartRefusal };

/** What the system may do to a frozen cart, besides telling it what was ordered of lines that it took. */
const OF_THE_SYSTEM = new Set<CartOperation["op"]>(["refresh", "complete", "freeze", "unfreeze"]);
/** As long as the lines stay the same, these change nothing that an answer shows: the version and the life stay. */
const UNSEEN = new Set<CartOperation["op"]>(["complete", "confirm", "freeze", "unfreeze"]);

/**
 * Carries out one operation. Pure: the same state, operation and time give the same result.
 * Adding is commutative: parallel adds of the same variant end in the sum, in whatever order they arrive.
 */
export function applyOperation(state: CartState, operation: CartOperation, now: Date): Applied {
  if (state.frozen && !isOfTheSystem(state, operation)) return { refusal: { code: "frozen" } };
  const result = change(state, operation, now);
  if ("refusal" in result || result.state === state) return result;
  if (UNSEEN.has(operation.op) && result.state.lines === state.lines) return result;
  return {
    created: result.created,
    state: {
      ...dropUnavailableShipping(result.state),
      version: state.version + 1,
      updatedAt: isoTime(now),
      expiresAt: expiryOf(now),
    },
  };
}

function isOfTheSystem(state: CartState, operation: CartOperation): boolean {
  if (operation.op === "absorb") return bringNothing(state, operation.from, operation.handOvers);
  return OF_THE_SYSTEM.has(operation.op);
}

function change(state: CartState, operation: CartOperation, now: Date): Applied {
  switch (operation.op) {
    case "add":
      return add(state, operation);
    case "set_quantity":
      return withLine(state, operation.lineId, (line) => withQuantity(line, operation.quantity));
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
        : unchanged(followOrder(state, operation.generation, operation.ordered, now));
    case "hand_over":
      return unchanged(handOver(state, operation.to, now));
    case "absorb":
      return unchanged(absorb(state, operation.from, operation.handOvers));
    case "confirm":
      return unchanged(confirm(state, operation.receipts, now));
    case "freeze":
      return unchanged(state.frozen ? state : { ...state, frozen: true });
    case "unfreeze":
      return unchanged(unfreeze(state));
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

function nextGeneration(state: CartState, ordered: Units): CartState {
  const { shippingRateId: _, ...rest } = state;
  return { ...rest, generation: state.generation + 1, lines: withoutOrdered(state.lines, ordered) };
}

function unfreeze(state: CartState): CartState {
  if (!state.frozen) return state;
  const { frozen: _, ...rest } = state;
  return rest;
}
