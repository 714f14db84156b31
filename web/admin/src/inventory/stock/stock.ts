import type { Schema } from "../../../../../client/index.ts";

/** What there is of a variant, as a record of react-admin. */
export type Stock = Schema<"Stock"> & { id: string };

export type Level = Stock["levels"][number];

/** What is at a location; nothing where it never had any. */
export function levelAt(stock: Stock, locationId: string | undefined): Pick<Level, "on_hand" | "reserved"> {
  return stock.levels.find((level) => level.location_id === locationId) ?? { on_hand: 0, reserved: 0 };
}

/** `Clay Pot, Large`; just the product's name when it has one variant. */
export function nameOf({ name, title }: Pick<Stock, "name" | "title">): string {
  return title && title !== name && !/^Default( Title)?$/.test(title) ? `${name}, ${title}` : name;
}
