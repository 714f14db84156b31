import { addSeconds, isoTime } from "../../platform/clock.ts";
import { contactOf, contentOf } from "./cart.content.ts";
import { notTaken } from "./cart.merge.ts";
import {
  type CartLine,
  type CartOperation,
  type CartState,
  MAX_SAVED,
  SAVED_DAYS,
  type SavedCart,
  type Units,
} from "./cart.state.ts";
import { plus, quantityOf, unitsOf, without, withoutMerged, withoutOrdered } from "./cart.units.ts";

interface Step {
  before: CartState;
  after: CartState;
  operation: CartOperation;
  /** For the cart that this step saves, if it does. */
  newId: string;
}

/** The operations that `savedAfter` has to be asked about; all others leave the saved carts alone. */
export const TOUCHES_SAVED = new Set<CartOperation["op"]>(["absorb", "complete", "restore"]);

/**
 * The saved carts after an operation, oldest first. A merge saves the cart as it was before, restoring the one that gives way. A
 * saved cart is another version of the same purchase, so an order takes what it took out of the cart out of every saved one, too.
 */
export function savedAfter(saved: readonly SavedCart[], step: Step, now: Date): SavedCart[] {
  return present(change(saved, step, now), now).slice(-MAX_SAVED);
}

/** Those that can still be restored. */
export function present(saved: readonly SavedCart[], now: Date): SavedCart[] {
  return saved.filter((each) => each.expiresAt > isoTime(now));
}

function change(saved: readonly SavedCart[], step: Step, now: Date): readonly SavedCart[] {
  const { before, operation } = step;
  if (operation.op === "complete" && operation.generation === before.generation) {
    return reduced(saved, (lines) => withoutOrdered(lines, operation.ordered));
  }
  if (operation.op === "restore") {
    const others = saved.filter((each) => each.id !== operation.savedId);
    return isWorthKeeping(before) ? [...others, snapshot(step, "replaced", [], now)] : others;
  }
  return operation.op === "absorb" ? afterMerge(saved, step, operation, now) : saved;
}

/** Restoring takes the contact away, too, so it is kept even when there is nothing besides. */
function isWorthKeeping(cart: CartState): boolean {
  return cart.lines.length > 0 || Object.keys(contactOf(cart)).length > 0;
}

function afterMerge(
  saved: readonly SavedCart[],
  step: Step,
  { from, handOvers }: Extract<CartOperation, { op: "absorb" }>,
  now: Date,
): readonly SavedCart[] {
  // Hand-overs without lines only tell what the guest had ordered of earlier ones.
  const orders = notTaken(step.before, from, handOvers).filter((each) => each.lines.length === 0);
  const ordered = orders.reduce<Units>((sum, each) => plus(sum, each.ordered ?? []), []);
  const left = ordered.length > 0 ? reduced(saved, (lines) => withoutMerged(lines, ordered)) : saved;
  const added = addedBy(step);
  return added.length > 0 ? [...left, snapshot(step, "merged", added, now)] : left;
}

/** The saved carts with fewer lines. One of which nothing is left has nothing to give back. */
function reduced(saved: readonly SavedCart[], less: (lines: CartLine[]) => CartLine[]): SavedCart[] {
  return saved
    .map((each) => ({ ...each, content: { ...each.content, lines: less(each.content.lines) } }))
    .filter((each) => each.content.lines.length > 0);
}

function addedBy({ before, after }: Step): SavedCart["added"] {
  const more = without(unitsOf(after.lines), unitsOf(before.lines));
  return after.lines.flatMap(({ variant: { variantId, sku, name } }) => {
    const quantity = quantityOf(more, variantId);
    return quantity > 0 ? [{ variantId, sku, name, quantity }] : [];
  });
}

function snapshot(
  { before, newId }: Step,
  reason: SavedCart["reason"],
  added: SavedCart["added"],
  now: Date,
): SavedCart {
  return {
    id: newId,
    reason,
    savedAt: isoTime(now),
    expiresAt: isoTime(addSeconds(now, SAVED_DAYS * 24 * 60 * 60)),
    content: contentOf(before),
    added,
  };
}
