import type { Schema } from "../../../../../client/index.ts";
import { toMinor } from "../../shared/format.ts";
import { given } from "../parts/given.ts";
import { majorText } from "../parts/money.ts";
import type { Address, DraftOrder } from "../parts/types.ts";

/** A line of a draft as its form holds it. */
export interface DraftLine {
  variant_id: string;
  sku: string;
  name: string;
  options: Record<string, string>;
  quantity: number;
  /** As it is typed; empty: the catalog's price. */
  price: string;
  price_reason: string;
  /** The catalog's, where it is known. */
  listed: string;
}

export interface DraftValues {
  email?: string | null;
  lines: DraftLine[];
  shipping_address?: { [Name in keyof Address]?: Address[Name] | null } | null;
  shipping_option_id?: string | null;
  note?: string | null;
}

/** A draft as its form holds it. */
export function valuesOf(draft: DraftOrder): DraftValues {
  return {
    email: draft.email ?? "",
    lines: draft.line_items.map(lineOf),
    shipping_address: draft.shipping_address ?? {},
    shipping_option_id: draft.shipping_option?.id ?? "",
    note: draft.note ?? "",
  };
}

function lineOf(line: DraftOrder["line_items"][number]): DraftLine {
  const { variant_id, sku, name, options, quantity, unit_price, price_reason = "", listed_price } = line;
  return {
    ...{ variant_id, sku, name, options, quantity, price_reason },
    price: price_reason === "" ? "" : majorText(unit_price),
    listed: majorText(listed_price ?? unit_price),
  };
}

/** What a form says, as the API takes it. @throws Error for a price that is none */
export function patchOf(values: DraftValues, currency: string): Schema<"DraftOrderPatch"> {
  return {
    email: values.email || null,
    line_items: values.lines.map((line) => inputOf(line, currency)),
    shipping_address: addressOf(values),
    shipping_option_id: values.shipping_option_id || null,
    note: values.note || null,
  };
}

/** null takes the address away; the type that is generated from the contract does not know that. */
function addressOf(values: DraftValues): Schema<"DraftOrderPatch">["shipping_address"] {
  const address = given(values.shipping_address ?? {});
  const isEmpty = Object.keys(address).length === 0;
  return (isEmpty ? null : address) as Schema<"DraftOrderPatch">["shipping_address"];
}

function inputOf(line: DraftLine, currency: string): Schema<"DraftLineInput"> {
  const { variant_id, quantity, price, price_reason } = line;
  if (price.trim() === "") return { variant_id, quantity };
  const amount = toMinor(price, currency);
  if (amount === undefined || amount < 0) throw new Error(`${price} is no price in ${currency}.`);
  if (price_reason.trim() === "") throw new Error(`Say why ${line.sku} has another price.`);
  return { variant_id, quantity, unit_price: { amount, currency }, price_reason: price_reason.trim() };
}
