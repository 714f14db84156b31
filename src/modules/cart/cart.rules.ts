import { isoTime } from "../../platform/clock.ts";
import { isSame } from "../../platform/is-same.ts";
import type { SellableVariant } from "../catalog/index.ts";
import type { Market } from "../shipping/index.ts";
import { acceptChanges } from "./cart.accept.ts";
import { contentOf, withoutContact } from "./cart.content.ts";
import { expiryOf } from "./cart.life.ts";
import { addLine, type Applied, changeLine, removeLine, withNote } from "./cart.lines.ts";
import { absorb, bringNothing, confirm, followOrder, handOver } from "./cart.merge.ts";
import { refresh } from "./cart.refresh.ts";
import { markAfter, markTotals, seenTotals } from "./cart.seen.ts";
import { dropUnavailableShipping, shippingRates } from "./cart.shipping.ts";
import type { CartChange, CartOperation, CartRefusal, CartState, Units } from "./cart.state.ts";
import { withoutOrdered } from "./cart.units.ts";
import { cartView } from "./cart.view.ts";

type Result = { state: CartState; created: boolean; changes?: CartChange[] } | { refusal: CartRefusal };

/** What the system may do to a frozen cart, besides telling it what was ordered of lines that it took. */
const OF_THE_SYSTEM = new Set<CartOperation["op"]>(["refresh", "complete", "freeze", "unfreeze", "abandon"]);
/** As long as the lines stay the same, these change nothing that an answer shows: the version and the life stay. */
const UNSEEN = new Set<CartOperation["op"]>(["complete", "confirm", "freeze", "unfreeze", "abandon"]);

/**
 * Carries out one operation. Pure: the same state, operation and time give the same result.
 * Adding is commutative: parallel adds of the same variant end in the sum, in whatever order they arrive.
 */
export function applyOperation(state: CartState, operation: CartOperation, now: Date): Result {
  if (state.frozen && !isOfTheSystem(state, operation)) return { refusal: { code: "frozen" } };
  const result = change(state, operation, now);
  if ("refusal" in result || result.state === state) return result;
  if (operation.op === "refresh") return { ...result, state: refreshed(state, result.state) };
  if (UNSEEN.has(operation.op) && result.state.lines === state.lines) return result;
  return {
    ...result,
    state: {
      ...markAfter(state, dropUnavailableShipping(result.state), operation),
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

/** Nobody has touched the cart, so its life stays as it is; the version tells whether an answer looks different now. */
function refreshed(before: CartState, after: CartState): CartState {
  const state = markTotals(dropUnavailableShipping(after), seenTotals(before));
  if (isSame(before, state)) return before;
  return isSame(cartView(before), cartView(state)) ? state : { ...state, version: before.version + 1 };
}

function change(state: CartState, operation: CartOperation, now: Date): Result {
  switch (operation.op) {
    case "add":
      return addLine(state, operation);
    case "change_line":
      return changeLine(state, operation);
    case "remove":
      return removeLine(state, operation.lineId);
    case "clear":
      return unchanged({ ...state, lines: [] });
    case "set_note":
      return unchanged(withNote(state, operation.note));
    case "set_email":
      return unchanged({ ...state, email: operation.email });
    case "set_shipping_address":
      return unchanged({ ...state, shippingAddress: operation.address, market: operation.market });
    case "set_billing_address":
      return unchanged({ ...state, billingAddress: operation.address });
    case "choose_shipping":
      return chooseShipping(state, operation.rateId);
    case "refresh":
      return unchanged(refresh(state, operation));
    case "accept_changes":
      return { created: false, ...acceptChanges(state) };
    case "restore":
      return unchanged({ ...withoutContact(state), ...contentOf(operation.content) });
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
    case "abandon": {
      const { generation } = operation;
      const isNews = generation === state.generation && generation !== state.abandoned;
      return unchanged(isNews ? { ...state, abandoned: generation } : state);
    }
  }
}

function unchanged(state: CartState): Applied {
  return { state, created: false };
}

function chooseShipping(state: CartState, rateId: string): Applied {
  if (!state.market) return { refusal: { code: "address_missing" } };
  if (!shippingRates(state).some((rate) => rate.id === rateId))
    return { refusal: { code: "shipping_option_unavailable" } };
  return unchanged({ ...state, shippingRateId: rateId });
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

/** The choice of shipping and the note were of what has been ordered. */
function nextGeneration(state: CartState, ordered: Units): CartState {
  const { shippingRateId: _, note: __, ...rest } = state;
  return { ...rest, generation: state.generation + 1, lines: withoutOrdered(state.lines, ordered) };
}

function unfreeze(state: CartState): CartState {
  if (!state.frozen) return state;
  const { frozen: _, ...rest } = state;
  return rest;
}
