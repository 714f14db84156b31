import type { Schema } from "../../../../../client/index.ts";
import type { AddedLine } from "../parts/AddedLinesInput.tsx";
import { given } from "../parts/given.ts";
import type { Address, Order } from "../parts/types.ts";
import type { Quantities } from "../parts/units.ts";

export interface EditValues {
  quantities?: Quantities;
  added?: AddedLine[];
  shipping_address?: { [Name in keyof Address]?: Address[Name] | null };
  shipping_option_id?: string | null;
  reason?: string | null;
  notify?: boolean;
}

export type Changes = Pick<
  Schema<"PreviewOrderEdit">,
  "line_items" | "shipping_address" | "shipping_option_id"
>;

const FIELDS = [
  "first_name",
  "last_name",
  "company",
  "line1",
  "line2",
  "city",
  "region",
  "postal_code",
  "country",
  "phone",
] as const;

/** What of the order is to be changed: lines with another quantity, new ones, another address, another way of shipping. */
export function changesOf(order: Order, values: EditValues): Changes {
  const { quantities, added = [], shipping_option_id } = values;
  const changed = order.line_items
    .map(({ id, quantity }) => ({ id, before: quantity, quantity: Number(quantities?.[id] ?? 0) }))
    .filter(({ before, quantity }) => before !== quantity)
    .map(({ id, quantity }) => ({ id, quantity }));
  const address = given({ ...order.shipping_address, ...values.shipping_address }) as Address;
  const isMoved = FIELDS.some((name) => address[name] !== order.shipping_address[name]);
  const lines = [...changed, ...added.map(({ variant_id, quantity }) => ({ variant_id, quantity }))];
  return {
    ...(lines.length > 0 ? { line_items: lines } : {}),
    ...(isMoved ? { shipping_address: address } : {}),
    ...(shipping_option_id ? { shipping_option_id } : {}),
  };
}

/** What to ask a preview for: without any change the order as it is, with the ways of shipping that there are. */
export function previewOf({ line_items: lines }: Order, changes: Changes): Changes {
  if (Object.keys(changes).length > 0) return changes;
  return { line_items: lines.slice(0, 1).map(({ id, quantity }) => ({ id, quantity })) };
}
