import { isSame } from "../../platform/is-same.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Address } from "../../platform/http/schemas.ts";
import { money } from "../../platform/money.ts";
import { chosenRate, explainCart } from "../cart/index.ts";
import {
  bookPaidStmts,
  giveBackStmts,
  LOCATION_ACTIVE,
  NOT_OVERSOLD,
  reserveStmts,
  stockChanged,
} from "../inventory/index.ts";
import {
  happening,
  insertLinesStmt,
  linesOf,
  type NewOrderLine,
  type OrderChange,
  OrderChangedMeanwhile,
  type OrderRow,
  sumsChange,
} from "../orders/index.ts";
import { REFUNDED_WITHIN_QUANTITY } from "../payments/index.ts";
import { moneyWork } from "./money-work.ts";
import { differenceView } from "./edit.view.ts";
import { paidBackAmong, type Settlement } from "./order-balance.ts";
import { orderEdited } from "./order-changes.events.ts";
import {
  type ChangedDelivery,
  type ChangedLine,
  changeLinesStmt,
  editOrderStmt,
} from "./order-changes.repo.ts";
import type { EditBody } from "./order-changes.schema.ts";
import type { EditPlan } from "./plan-edit.ts";

/** The change that carries a plan out that has no problems: order, lines, stock and money in one batch. */
export async function editChange(
  ctx: Ctx,
  order: OrderRow,
  plan: EditPlan,
  input: EditBody,
): Promise<OrderChange<{ settlement: Settlement; refundIds: string[] }>> {
  const { settlement, allocations, quote } = plan;
  const stock = await giveBackStmts(ctx, order.id, takenOut(plan));
  const back = moneyWork(ctx, order, settlement, { source: "edit", reason: input.reason });
  const newLines = newLinesOf(order, plan);
  const delivery = deliveryOf(order, plan, input);
  const lines = changedLines(plan);
  const data = {
    ...stepData(order, plan, delivery, back.refundIds),
    change: sumsChange(order, quote.totals, [...lines, ...newLines]),
  };
  const step = happening(order, "edited", data, input.reason);
  const again = () => new OrderChangedMeanwhile();
  return {
    steps: [step],
    statements: [
      changeLinesStmt(lines),
      ...(newLines.length > 0 ? [insertLinesStmt(newLines)] : []),
      editOrderStmt(order.id, { ...quote.totals, taxLines: quote.taxLines }, delivery),
      ...stock.statements,
      ...reserveStmts(ctx, order.id, allocations),
      // The order is paid: what it takes more of the stock is booked as what it had taken.
      ...(allocations.length > 0 ? bookPaidStmts(ctx, [order.id]) : []),
      ...back.statements,
    ],
    events: [
      orderEdited({ order_id: order.id, seq: step.seq, notify: input.notify }),
      ...stock.events,
      ...(allocations.length > 0
        ? [stockChanged({ variant_ids: [...new Set(allocations.map((item) => item.variantId))] })]
        : []),
      ...back.events,
    ],
    // Somebody bought it between our look and our batch: another location may have it.
    constraints: {
      ...stock.constraints,
      ...back.constraints,
      [REFUNDED_WITHIN_QUANTITY]: again,
      [NOT_OVERSOLD]: again,
      [LOCATION_ACTIVE]: again,
    },
    audit: {
      action: "order.edit",
      before: { ...sumsOf(order), line_items: linesOf(order).map(({ id, quantity }) => ({ id, quantity })) },
      after: { ...quote.totals, ...data.after, difference: data.difference },
    },
    result: { settlement, refundIds: back.refundIds },
  };
}

/** Units that lines have less of. */
function takenOut(plan: EditPlan) {
  return plan.all.flatMap(({ before, quantity }) =>
    before && quantity < before.quantity
      ? [{ orderLineId: before.id, quantity: before.quantity - quantity }]
      : [],
  );
}

/** The lines that there were, as they are priced now. */
function changedLines(plan: EditPlan): ChangedLine[] {
  return plan.all.flatMap((line): ChangedLine[] => {
    const { before, quantity } = line;
    if (!before) return [];
    const priced = plan.quote.lines[plan.lines.indexOf(line)];
    const lost = Math.max(0, before.quantity - quantity);
    return [
      {
        id: before.id,
        quantity,
        removed: before.removed + lost,
        lost_refunded: paidBackAmong(before, lost),
        discount: priced?.discount ?? 0,
        tax: priced?.tax ?? 0,
        tax_included: priced?.taxIncluded ?? 0,
        taxes: priced?.taxes ?? [],
        total: priced?.total ?? 0,
      },
    ];
  });
}

function newLinesOf(order: OrderRow, plan: EditPlan): NewOrderLine[] {
  const first = linesOf(order).length;
  const added = plan.all.filter((line) => !line.before);
  return added.map((line, index): NewOrderLine => {
    const { variant, quantity } = line;
    const priced = plan.quote.lines[plan.lines.indexOf(line)];
    if (!priced) throw new Error("a new line was not priced");
    return {
      id: plan.newIds[index] ?? "",
      orderId: order.id,
      position: first + index,
      variantId: variant.variantId,
      productId: variant.productId,
      sku: variant.sku,
      name: variant.name,
      options: variant.options,
      imageUrl: variant.imageUrl,
      quantity,
      unitPrice: priced.unitPrice,
      discount: priced.discount,
      tax: priced.tax,
      taxIncluded: priced.taxIncluded,
      taxes: priced.taxes,
      total: priced.total,
    };
  });
}

function deliveryOf(order: OrderRow, plan: EditPlan, input: EditBody): ChangedDelivery {
  const { cart, quote, facts, isRepriced } = plan;
  const rate = chosenRate(cart);
  const note = input.note === undefined ? order.note : input.note;
  if (!isRepriced) return { ...deliveryAsPlaced(order), note };
  return {
    shippingAddress: facts.address,
    shippingOption: rate ? { id: rate.id, name: rate.name, amount: quote.shipping.amount } : null,
    pricing: {
      pricesIncludeTax: facts.market.pricesIncludeTax ?? false,
      rounding: facts.market.rounding ?? "order",
      shippingTaxes: quote.shipping.taxes,
      explanation: explainCart(cart, quote),
    },
    note,
  };
}

function deliveryAsPlaced(order: OrderRow): Omit<ChangedDelivery, "note"> {
  const { shipping_address: address, shipping_option: option, pricing } = order;
  return {
    shippingAddress: JSON.parse(address) as Address,
    shippingOption: option === null ? null : (JSON.parse(option) as ChangedDelivery["shippingOption"]),
    pricing: pricing === null ? null : (JSON.parse(pricing) as ChangedDelivery["pricing"]),
  };
}

/** What the timeline says of it: ids, quantities and amounts, nothing about a person. */
function stepData(order: OrderRow, plan: EditPlan, delivery: ChangedDelivery, refundIds: readonly string[]) {
  const { currency } = order;
  let next = 0;
  const changed = plan.all
    .map((line) => ({ line, id: line.before?.id ?? plan.newIds[next++] ?? "" }))
    .filter(({ line }) => line.quantity !== (line.before?.quantity ?? 0));
  const unitsBefore = changed.map(({ line, id }) => ({
    id,
    sku: line.variant.sku,
    quantity: line.before?.quantity ?? 0,
  }));
  const unitsAfter = changed.map(({ line, id }) => ({ id, sku: line.variant.sku, quantity: line.quantity }));
  const optionBefore = order.shipping_option === null ? null : (JSON.parse(order.shipping_option) as unknown);
  return {
    before: { total: money(order.total, currency), line_items: unitsBefore },
    after: { total: money(plan.quote.totals.total, currency), line_items: unitsAfter },
    difference: differenceView(plan.settlement, currency),
    address_changed: !isSame(JSON.parse(order.shipping_address), plan.facts.address),
    shipping_changed: !isSame(optionBefore, delivery.shippingOption),
    ...(refundIds.length > 0 ? { refund_ids: refundIds } : {}),
  };
}

function sumsOf({ subtotal, discount, shipping, tax, tax_included, total }: OrderRow) {
  return { subtotal, discount, shipping, tax, taxIncluded: tax_included, total };
}
