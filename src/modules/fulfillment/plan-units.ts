import { invalidInput } from "../../platform/errors.ts";
import { type OrderLineJson, refundedUnsent } from "../orders/index.ts";
import { exceedsOrder } from "./fulfillment.errors.ts";

/** Units of a line of the order, as clients name them. */
export interface WantedUnits {
  id: string;
  quantity: number;
}

type Fulfillable = Pick<OrderLineJson, "id" | "sku" | "quantity" | "fulfilled" | "refunded" | "returned">;

/**
 * The units that a fulfillment gets: those that were named, by default all that are in no fulfillment yet and whose price was not given
 * back. In the order of the lines. Pure.
 * @throws request.invalid for a line that the order does not have, or one that is named twice
 * @throws fulfillment.exceeds_order with what is left of each line
 */
export function plannedUnits(
  lines: readonly Fulfillable[],
  wanted: readonly WantedUnits[] | undefined,
): WantedUnits[] {
  const planned = lines
    .map((line) => ({ id: line.id, quantity: wanted ? asked(line, wanted) : dueOf(line) }))
    .filter(({ quantity }) => quantity > 0);
  checkNames(lines, wanted ?? []);
  const exceeded = planned.some((units) =>
    lines.some((line) => line.id === units.id && units.quantity > leftOf(line)),
  );
  if (!exceeded && planned.length > 0) return planned;
  const items = lines.map((line) => ({
    id: line.id,
    sku: line.sku,
    ...(wanted ? { requested: asked(line, wanted) } : {}),
    left: leftOf(line),
    refunded: refundedUnsent(line),
  }));
  throw exceedsOrder(
    items.every((item) => item.left === 0)
      ? "All of the order is in fulfillments already."
      : !wanted
        ? "What is left has been refunded: cancel it, or name the units that are to be sent all the same."
        : "Some lines have fewer units left to fulfill.",
    { facts: { items } },
  );
}

function asked(line: Fulfillable, wanted: readonly WantedUnits[]): number {
  return wanted.find((units) => units.id === line.id)?.quantity ?? 0;
}

function leftOf(line: Fulfillable): number {
  return line.quantity - line.fulfilled;
}

/** Units that nobody has to name for them to be sent. */
function dueOf(line: Fulfillable): number {
  return Math.max(0, leftOf(line) - refundedUnsent(line));
}

function checkNames(lines: readonly Fulfillable[], wanted: readonly WantedUnits[]): void {
  const errors = wanted.flatMap(({ id }, index) => {
    const pointer = `#/line_items/${index}/id`;
    if (!lines.some((line) => line.id === id))
      return [{ pointer, code: "unknown_line", message: "names no line of this order" }];
    if (wanted.findIndex((units) => units.id === id) < index)
      return [{ pointer, code: "duplicate", message: "is named twice" }];
    return [];
  });
  if (errors.length > 0) throw invalidInput("The line items do not fit the order.", { errors });
}
