import type { Schema } from "../../../../../client/index.ts";
import type { AddedLine } from "../parts/AddedLinesInput.tsx";
import type { Order } from "../parts/types.ts";
import type { Quantities } from "../parts/units.ts";

export interface EditValues {
  quantities?: Quantities;
  added?: AddedLine[];
  shipping_option_id?: string | null;
  reason?: string | null;
  notify?: boolean;
}

export type Changes = Pick<Schema<"PreviewOrderEdit">, "line_items" | "shipping_option_id">;

/** What of the order is to be changed: lines with another quantity, new ones, another way of shipping. */
export function changesOf(order: Order, { quantities, added = [], shipping_option_id }: EditValues): Changes {
  const changed = order.line_items
    .map(({ id, quantity }) => ({ id, before: quantity, quantity: Number(quantities?.[id] ?? 0) }))
    .filter(({ before, quantity }) => before !== quantity)
    .map(({ id, quantity }) => ({ id, quantity }));
  const lines = [...changed, ...added.map(({ variant_id, quantity }) => ({ variant_id, quantity }))];
  return {
    ...(lines.length > 0 ? { line_items: lines } : {}),
    ...(shipping_option_id ? { shipping_option_id } : {}),
  };
}

/** What to ask a preview for: without any change the order as it is, with the ways of shipping that there are. */
export function previewOf({ line_items: lines }: Order, changes: Changes): Changes {
  if (Object.keys(changes).length > 0) return changes;
  return { line_items: lines.slice(0, 1).map(({ id, quantity }) => ({ id, quantity })) };
}
