import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { money } from "../../platform/money.ts";
import { giveBackStmts } from "../inventory/index.ts";
import {
  afterStep,
  fulfillmentStepsAfter,
  happening,
  linesOf,
  type OrderChange,
  OrderChangedMeanwhile,
  type OrderLineJson,
  type OrderRow,
  sumsChange,
  withoutUnits,
} from "../orders/index.ts";
import { REFUNDED_WITHIN_QUANTITY } from "../payments/index.ts";
import type { TaxLine } from "../pricing/index.ts";

import { moneyWork } from "./money-work.ts";
import { paidBackAmong, returnedOf, settlementOf, unpaidDifferences } from "./order-balance.ts";
import { orderNotCancellable } from "./order-changes.errors.ts";
import { unitsCancelled } from "./order-changes.events.ts";
import { changeLinesStmt, changeSumsStmt, findCountedRefunds } from "./order-changes.repo.ts";
import type { CancelBody } from "./order-changes.schema.ts";

/** So many units of lines, by the lines' ids. */
export type Units = ReadonlyMap<string, number>;

/** Units of a line that are in no fulfillment: those that can be taken out. */
function freeUnits(line: OrderLineJson): number {
  return line.quantity - line.fulfilled;
}

/** What of an order can be cancelled line by line, for whoever asked for more. */
export function cancellableLines(lines: readonly OrderLineJson[]) {
  return lines.map((line) => ({
    id: line.id,
    sku: line.sku,
    quantity: line.quantity,
    cancellable: freeUnits(line),
    in_fulfillments: line.fulfilled - line.shipped,
    shipped: line.shipped,
  }));
}

/** @throws request.invalid for lines that the order does not have; order.not_cancellable with what can be cancelled */
export function requireUnitsCancellable(order: OrderRow, asked: NonNullable<CancelBody["line_items"]>): void {
  const lines = linesOf(order);
  const errors = asked.flatMap(({ id }, index) =>
    lines.some((line) => line.id === id)
      ? []
      : [
          {
            pointer: `#/line_items/${index}/id`,
            code: "unknown_line",
            message: "names no line of this order",
          },
        ],
  );
  if (errors.length > 0) throw invalidInput("The order has no such line.", { errors });
  const facts = { order_status: order.status, line_items: cancellableLines(lines) };
  if (order.status !== "confirmed" && order.status !== "processing") {
    const why = `Units can be taken out of orders that are confirmed or processing; this one is ${order.status}.`;
    throw orderNotCancellable(why, { facts });
  }
  for (const { id, quantity } of asked) {
    const line = lines.find((each) => each.id === id);
    if (line && quantity > freeUnits(line)) throw orderNotCancellable(whyNot(line, quantity), { facts });
  }
}

function whyNot(line: OrderLineJson, quantity: number): string {
  const held = [
    line.shipped > 0 ? `${line.shipped} were sent: take them back as a return` : "",
    line.fulfilled > line.shipped
      ? `${line.fulfilled - line.shipped} are in fulfillments: cancel these first`
      : "",
  ].filter((part) => part !== "");
  const because = held.length === 0 ? "" : ` (${held.join("; ")})`;
  return `${line.sku}: ${quantity} of ${line.quantity} cannot be cancelled, only ${freeUnits(line)}${because}.`;
}

/**
 * The change that takes units out of an order: discounts and taxes go with them in proportion, shipping stays. Units whose price went
 * back already are the first to go, and nothing more is given for them. The price of the others goes back, as far as it was paid; of a difference that is still to be paid it is taken off. When the rest has been sent by then, so has
 * the order. Answers the refunds' ids.
 */
export async function cancelUnits(
  ctx: Ctx,
  order: OrderRow,
  units: Units,
  { reason, restock, notify }: Pick<CancelBody, "reason" | "restock" | "notify">,
): Promise<OrderChange<string[]>> {
  const lines = linesOf(order);
  const reduced = withoutUnits(order, lines, JSON.parse(order.tax_lines) as TaxLine[], units);
  const returned = returnedOf(await findCountedRefunds(ctx, order.id), lines, units);
  const settlement = settlementOf(order, reduced.total, returned);
  // Nobody is asked for more by a cancellation than they were before.
  const charge = Math.min(settlement.charge, unpaidDifferences(order));
  const back = moneyWork(ctx, order, { ...settlement, charge }, { source: "cancellation", reason });
  const stock = await giveBackStmts(
    ctx,
    order.id,
    [...units].map(([orderLineId, quantity]) => ({ orderLineId, quantity })),
    { restock },
  );
  const data = {
    line_items: [...units].map(([id, quantity]) => ({ id, quantity })),
    before: { total: money(order.total, order.currency) },
    after: { total: money(reduced.total, order.currency) },
    amount: money(settlement.refund, order.currency),
    ...(settlement.refund > 0 ? { refund_ids: back.refundIds } : {}),
    ...(charge > 0 ? { outstanding: money(charge, order.currency) } : {}),
    restocked: restock,
    change: sumsChange(order, { ...reduced, shipping: order.shipping }, reduced.lines),
  };
  const step = happening(order, "units_cancelled", data, reason);
  const changed = reduced.lines.map((after) => {
    const before = lines.find((line) => line.id === after.id);
    return { ...after, lost_refunded: before ? paidBackAmong(before, units.get(after.id) ?? 0) : 0 };
  });
  const left = lines.map((line) => ({ ...line, quantity: line.quantity - (units.get(line.id) ?? 0) }));
  return {
    steps: [step, ...fulfillmentStepsAfter(afterStep(order, step), left)],
    statements: [
      changeLinesStmt(changed),
      changeSumsStmt(order.id, { ...reduced, shipping: order.shipping }),
      ...stock.statements,
      ...back.statements,
    ],
    events: [unitsCancelled({ order_id: order.id, seq: step.seq, notify }), ...stock.events, ...back.events],
    // A refund of its units failed meanwhile.
    constraints: {
      ...stock.constraints,
      [REFUNDED_WITHIN_QUANTITY]: () => new OrderChangedMeanwhile(),
      ...back.constraints,
    },
    audit: {
      action: "order.cancel_units",
      before: { total: order.total },
      after: { total: reduced.total, line_items: data.line_items, refund: settlement.refund, restock },
    },
    result: back.refundIds,
  };
}
