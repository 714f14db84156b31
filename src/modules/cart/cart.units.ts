import {
  type CartContent,
  type CartLine,
  MAX_LINES,
  MAX_QUANTITY,
  MAX_SUBTOTAL,
  type Units,
} from "./cart.state.ts";

// Arithmetic of quantities and lines for moving them between carts and out of them. All of it is pure.

/** How many units of the variant these are. */
export function quantityOf(units: Units, variantId: string): number {
  return units.find((each) => each.variantId === variantId)?.quantity ?? 0;
}

/** The quantities of the lines, or of what `count` says of each. */
export function unitsOf(lines: readonly CartLine[], count = (line: CartLine) => line.quantity): Units {
  return lines.map((line) => ({ variantId: line.variant.variantId, quantity: count(line) }));
}

/** The smaller quantity of each variant that is in both. */
export function overlap(some: Units, others: Units): Units {
  return some.flatMap(({ variantId, quantity }) => {
    const both = Math.min(quantity, quantityOf(others, variantId));
    return both > 0 ? [{ variantId, quantity: both }] : [];
  });
}

/** What is left of the first without the second. */
export function without(some: Units, others: Units): Units {
  return some.flatMap(({ variantId, quantity }) => {
    const left = quantity - quantityOf(others, variantId);
    return left > 0 ? [{ variantId, quantity: left }] : [];
  });
}

/** Both together. */
export function plus(some: Units, others: Units): Units {
  const added = some.map(({ variantId, quantity }) => {
    return { variantId, quantity: quantity + quantityOf(others, variantId) };
  });
  return [...added, ...others.filter((each) => quantityOf(some, each.variantId) === 0)];
}

/** The lines with the quantities that `units` says; others are dropped. */
export function reducedTo(lines: readonly CartLine[], units: Units): CartLine[] {
  return lines.flatMap((line) => resized(line, quantityOf(units, line.variant.variantId), line.merged));
}

/**
 * The lines without what was ordered from this cart. Units that a merge brought leave last: they may have come after the
 * order was made.
 */
export function withoutOrdered(lines: readonly CartLine[], ordered: Units): CartLine[] {
  return lines.flatMap((line) => {
    const left = line.quantity - quantityOf(ordered, line.variant.variantId);
    return resized(line, left, Math.min(line.merged ?? 0, left));
  });
}

/** The lines without these units, as far as a merge has brought them: the others stay. */
export function withoutMerged(lines: readonly CartLine[], units: Units): CartLine[] {
  return lines.flatMap((line) => {
    const merged = line.merged ?? 0;
    const out = Math.min(merged, quantityOf(units, line.variant.variantId));
    return resized(line, line.quantity - out, merged - out);
  });
}

/**
 * The line with the quantity that the shopper wants. Units that a merge brought leave first: who corrects a sum by hand keeps
 * what was there besides.
 */
export function withQuantity(line: CartLine, quantity: number): CartLine[] {
  const fewer = Math.max(0, line.quantity - quantity);
  return resized(line, quantity, Math.max(0, (line.merged ?? 0) - fewer));
}

function resized(line: CartLine, quantity: number, merged = 0): CartLine[] {
  const { merged: _, ...rest } = line;
  return quantity > 0 ? [{ ...rest, quantity, ...(merged > 0 ? { merged } : {}) }] : [];
}

/** What the lines cost together, in minor units: exact up to far beyond MAX_SUBTOTAL. */
export function amountOf(lines: readonly CartLine[], currency: string): number {
  return lines.reduce((sum, line) => sum + line.quantity * (line.variant.prices[currency] ?? 0), 0);
}

type Content = Pick<CartContent, "currency" | "lines">;

/**
 * Adds the lines to those of a cart, within its limits and in its currency; an empty one takes theirs. What does not fit is
 * `left`. When nothing fits, `lines` is the cart's own array.
 */
export function putInto(
  cart: Content,
  added: readonly CartLine[],
  currency: string,
): Content & { left: CartLine[] } {
  const into = cart.lines.length === 0 ? currency : cart.currency;
  let { lines } = cart;
  const left: CartLine[] = [];
  for (const line of added) {
    const existing = lines.find((each) => each.variant.variantId === line.variant.variantId);
    const fits = existing || (lines.length < MAX_LINES && line.variant.prices[into] !== undefined);
    const room = Math.min(
      MAX_QUANTITY - (existing?.quantity ?? 0),
      affordable(lines, existing ?? line, into),
    );
    const taken = Math.min(line.quantity, fits ? room : 0);
    if (taken < line.quantity) left.push({ ...line, quantity: line.quantity - taken });
    if (taken === 0) continue;
    const { previousPrice, ...plain } = line;
    const seen = into === currency && previousPrice !== undefined ? { previousPrice } : {};
    lines = existing
      ? lines.map((each) => (each === existing ? joined(each, taken, line.note) : each))
      : [...lines, { ...plain, ...seen, quantity: taken, merged: taken }];
  }
  return { currency: into, lines, left };
}

/** How many more units of the line the cart may hold, by what it may cost. */
function affordable(lines: readonly CartLine[], line: CartLine, currency: string): number {
  const price = line.variant.prices[currency] ?? 0;
  return price === 0
    ? MAX_QUANTITY
    : Math.max(0, Math.floor((MAX_SUBTOTAL - amountOf(lines, currency)) / price));
}

/** The line with more units; its own note stays, an added one comes where there is none. */
function joined(line: CartLine, taken: number, added: string | undefined): CartLine {
  const note = line.note ?? added;
  const more = { ...line, quantity: line.quantity + taken, merged: (line.merged ?? 0) + taken };
  return note === undefined ? more : { ...more, note };
}
