import { isoTime } from "../../platform/clock.ts";
import { contactOf } from "./cart.content.ts";
import { expiryOf } from "./cart.life.ts";
import { markTotals, seenTotals } from "./cart.seen.ts";
import type { CartState, HandOver, Receipt, Settled, Units } from "./cart.state.ts";
import { overlap, plus, putInto, reducedTo, unitsOf, without, withoutMerged } from "./cart.units.ts";

// How a guest's cart moves into a customer's, which is another object: hand over, absorb, confirm. Each step is one atomic
// change of one cart and may be repeated, so the three may break off anywhere and run in parallel. At every moment each unit
// counts in exactly one place: a line, or a hand-over that no receipt takes off.
//
// An order that the guest placed before is known to the guest's cart alone, and maybe not until later. That cart takes it out of
// what it has, and tells the customer's the rest with another hand-over, so that this too is done once.

/** A customer's cart keeps this many receipts, a guest's knows of as many hand-overs what became of them. Older ones go first. */
const REMEMBERED = 50;

/**
 * The guest's side, first: the lines leave the cart for the customer's and wait until that has confirmed them. The contact
 * goes with them, and the next filling of the cart begins. A cart without lines stays as it is.
 */
export function handOver(state: CartState, to: string, now: Date): CartState {
  if (state.lines.length === 0) return state;
  const { shape, id, version, generation, currency, lines, updatedAt, expiresAt } = state;
  const { handedOver = [], fillings = [], settled = [] } = state;
  const number = nextNumber(state);
  const merged = unitsOf(lines, (line) => line.merged ?? 0);
  const emptied: CartState = {
    ...{ shape, id, version, generation: generation + 1, currency, lines: [], updatedAt, expiresAt },
    handedOver: handedOver.filter((each) => isAlive(each, now)),
    fillings: [...fillings, { generation, number }].slice(-REMEMBERED),
    settled: settled.map((each) =>
      each.into === undefined ? { ...each, back: overlap(each.back, merged), into: number } : each,
    ),
  };
  const contact = contactOf(state);
  const seen = seenTotals(state);
  return give(emptied, { to, number, currency, lines, contact, seen, expiresAt: expiryOf(now) });
}

function nextNumber(state: CartState): number {
  return (state.lastHandOver ?? state.generation) + 1;
}

function give(state: CartState, handOver: HandOver): CartState {
  return { ...state, lastHandOver: handOver.number, handedOver: [...(state.handedOver ?? []), handOver] };
}

/** What a guest's cart has handed over to this customer's and has not seen confirmed. */
export function waitingFor(state: CartState, to: string, now: Date): HandOver[] {
  return (state.handedOver ?? []).filter((each) => each.to === to && isAlive(each, now));
}

/** The customers' carts that a guest's has yet to tell what is ordered of the lines that it handed over. */
export function owedTo(state: CartState, now: Date): string[] {
  const owing = (state.handedOver ?? []).filter((each) => each.ordered && isAlive(each, now));
  return [...new Set(owing.map((each) => each.to))];
}

// A receipt lives in a cart that was touched after the hand-over was made, so none is forgotten before its hand-over ends.
function isAlive(each: HandOver, now: Date): boolean {
  return each.expiresAt > isoTime(now);
}

/**
 * The customer's side: takes in all that waits for it in one guest's cart, as far as limits and currency allow, and keeps a
 * receipt of each hand-over. What has a receipt, or is older than one, is not taken again. Nobody has seen what two carts cost together.
 */
export function absorb(state: CartState, from: string, handOvers: readonly HandOver[]): CartState {
  const fresh = notTaken(state, from, handOvers);
  if (fresh.length === 0) return state;
  // The guest's cart no longer shows what was confirmed, so receipts older than all that it shows have served.
  const oldest = Math.min(...handOvers.map((each) => each.number));
  const kept = (state.receipts ?? []).filter((each) => each.from !== from || each.number >= oldest);
  return fresh.reduce<CartState>(
    (cart, each) =>
      markTotals(take(cart, from, each), cart.lines.length === 0 ? each.seen : seenTotals(cart)),
    { ...state, receipts: kept },
  );
}

/** Whether these put nothing into the customer's cart: they are taken already, or only tell what is ordered. */
export function bringNothing(state: CartState, from: string, handOvers: readonly HandOver[]): boolean {
  return notTaken(state, from, handOvers).every((each) => each.lines.length === 0);
}

/** Those that this customer's cart has not taken before. */
export function notTaken(state: CartState, from: string, handOvers: readonly HandOver[]): HandOver[] {
  const newest = Math.max(0, ...receiptsFrom(state, from).map((receipt) => receipt.number));
  return handOvers.filter((each) => each.number > newest);
}

/** The receipts that a customer's cart keeps for what it took from one guest's cart. */
export function receiptsFrom(state: CartState, from: string): Receipt[] {
  return (state.receipts ?? []).filter((receipt) => receipt.from === from);
}

function take(state: CartState, from: string, handOver: HandOver): CartState {
  const { number, currency, lines, contact, ordered = [] } = handOver;
  const keep = (cart: CartState, leftover: Units) => {
    const receipt: Receipt = { from, number, leftover, ordered };
    return { ...cart, receipts: [...(cart.receipts ?? []), receipt].slice(-REMEMBERED) };
  };
  if (lines.length === 0) return keep({ ...state, lines: withoutMerged(state.lines, ordered) }, []);
  const offered = reducedTo(lines, without(unitsOf(lines), ordered));
  const { left, ...content } = putInto(state, offered, currency);
  return keep({ ...contact, ...state, ...content }, unitsOf(left));
}

/** The guest's side, last: forgets what the receipts say was taken, and puts what was left over back into the cart. */
export function confirm(state: CartState, receipts: readonly Receipt[], now: Date): CartState {
  return receipts.reduce((cart, receipt) => settle(cart, receipt, now), state);
}

function settle(state: CartState, receipt: Receipt, now: Date): CartState {
  const { number, leftover, ordered: keptBack } = receipt;
  const confirmed = state.handedOver?.find((each) => each.number === number);
  if (!confirmed) return state;
  const cart = { ...state, handedOver: (state.handedOver ?? []).filter((each) => each !== confirmed) };
  const { to, currency, lines, ordered = [] } = confirmed;
  if (lines.length === 0) return cart;
  const taken = without(without(unitsOf(lines), keptBack), leftover);
  const { out, left } = split(without(ordered, keptBack), { taken, back: leftover });
  const returned = reducedTo(lines, left.back);
  const { left: homeless, ...content } = putInto(cart, returned, currency);
  const remember = (next: CartState, into: Pick<Settled, "into">) => {
    const settled = [...(state.settled ?? []), { number, to, ...left, ...into }];
    return owe({ ...next, settled: settled.slice(-REMEMBERED) }, to, out, now);
  };
  if (homeless.length === 0) return remember({ ...cart, ...content }, {});
  // The guest has filled the cart anew meanwhile. When not all has room here either, it is offered to the customer again.
  const into = nextNumber(cart);
  const again = { to, number: into, currency, lines: returned, contact: {}, expiresAt: expiryOf(now) };
  return remember(give(cart, again), { into });
}

/**
 * Takes out what is ordered of a filling that was handed over, wherever it is: kept back from lines that wait, owed by the
 * customer's cart that took them, out of what came back. Never more than is there of that filling. Does nothing the second time.
 */
export function followOrder(state: CartState, generation: number, ordered: Units, now: Date): CartState {
  const filling = state.fillings?.find((each) => each.generation === generation);
  if (!filling) return state;
  const fillings = (state.fillings ?? []).filter((each) => each !== filling);
  return takeFrom({ ...state, fillings }, filling.number, ordered, now);
}

/** Takes units out of what was handed over with this number; without one, out of what came back and stands in the cart. */
function takeFrom(state: CartState, number: number | undefined, units: Units, now: Date): CartState {
  if (units.length === 0) return state;
  if (number === undefined) return { ...state, lines: withoutMerged(state.lines, units) };
  const { handedOver = [], settled = [] } = state;
  if (handedOver.some((each) => each.number === number)) {
    const told = handedOver.map((each) =>
      each.number === number ? { ...each, ordered: plus(each.ordered ?? [], units) } : each,
    );
    return { ...state, handedOver: told };
  }
  const found = settled.find((each) => each.number === number);
  if (!found) return state;
  const { out, rest, left } = split(units, found);
  const known = settled.map((each) => (each === found ? { ...each, ...left } : each));
  return takeFrom(owe({ ...state, settled: known }, found.to, out, now), found.into, rest, now);
}

/** Of what is ordered: what is `out` of the taken, the `rest` out of what is back, and what is left of the two. */
function split(ordered: Units, { taken, back }: Pick<Settled, "taken" | "back">) {
  const out = overlap(ordered, taken);
  const rest = overlap(without(ordered, out), back);
  return { out, rest, left: { taken: without(taken, out), back: without(back, rest) } };
}

function owe(state: CartState, to: string, ordered: Units, now: Date): CartState {
  if (ordered.length === 0) return state;
  const rest = { currency: state.currency, lines: [], contact: {}, expiresAt: expiryOf(now) };
  return give(state, { to, number: nextNumber(state), ordered, ...rest });
}
