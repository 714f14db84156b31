import type { CartLine, CartOperation, CartRefusal, CartState } from "./cart.state.ts";
import { MAX_LINES, MAX_QUANTITY, MAX_SUBTOTAL } from "./cart.state.ts";
import { touch } from "./cart.refresh.ts";
import { amountOf, withQuantity } from "./cart.units.ts";

export type Applied = { state: CartState; created: boolean } | { refusal: CartRefusal };

/** Adds units to the variant's line, or makes one. */
export function addLine(state: CartState, operation: Extract<CartOperation, { op: "add" }>): Applied {
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
    const more = { ...touch(existing, variant, currency), quantity: existing.quantity + quantity };
    return payable({ ...state, lines: state.lines.map((line) => (line === existing ? more : line)) });
  }
  if (state.lines.length >= MAX_LINES) return { refusal: { code: "too_many_lines", limit: MAX_LINES } };
  const line: CartLine = { id: operation.lineId, quantity, variant, sold: true };
  return payable({ ...state, currency, lines: [...state.lines, line] }, true);
}

/** Sets the quantity or the note of a line, or both. */
export function changeLine(
  state: CartState,
  { lineId, quantity, note }: Extract<CartOperation, { op: "change_line" }>,
): Applied {
  const applied = withLine(state, lineId, (line) =>
    withQuantity(withNote(line, note), quantity ?? line.quantity),
  );
  if ("refusal" in applied || quantity === undefined) return applied;
  const before = state.lines.find((line) => line.id === lineId)?.quantity ?? 0;
  // Fewer units may be set in any cart: a price that staff have raised must not hold a line where it is.
  return quantity > before ? payable(applied.state) : applied;
}

/** Takes a line out of the cart. */
export function removeLine(state: CartState, lineId: string): Applied {
  return withLine(state, lineId, () => []);
}

function withLine(state: CartState, lineId: string, replace: (line: CartLine) => CartLine[]): Applied {
  if (!state.lines.some((line) => line.id === lineId)) return { refusal: { code: "line_not_found" } };
  const lines = state.lines.flatMap((line) => (line.id === lineId ? replace(line) : [line]));
  return { state: { ...state, lines }, created: false };
}

/** What has a note, with this one: null takes it away, undefined leaves it. */
export function withNote<Noted extends { note?: string }>(
  noted: Noted,
  note: string | null | undefined,
): Noted {
  if (note === undefined) return noted;
  const { note: _, ...rest } = noted;
  // TypeScript does not see that only an optional property has been left out.
  return (note === null ? rest : { ...rest, note }) as Noted;
}

/** Refuses lines that cost more together than can be counted exactly. */
function payable(state: CartState, created = false): Applied {
  const { currency, lines } = state;
  if (amountOf(lines, currency) <= MAX_SUBTOTAL) return { state, created };
  return { refusal: { code: "amount_limit", limit: MAX_SUBTOTAL, currency } };
}
