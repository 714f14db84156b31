import type { Ctx } from "../../platform/ctx.ts";
import { MAX_LINES, MAX_SUBTOTAL, needsShipping, shippingRates } from "../cart/index.ts";
import { allocate, type Allocation } from "../inventory/index.ts";
import { linesOf, type OrderRow } from "../orders/index.ts";
import { type EditFacts, readEditFacts } from "./edit-facts.ts";
import { type EditedLine, editedLines } from "./edited-lines.ts";
import { returnedOf, type Settlement, settlementOf } from "./order-balance.ts";
import type { EditFields, EditProblem } from "./order-changes.schema.ts";
import { isPricedAnew, priceEdit, type PricedEdit, quoteAsPlaced } from "./price-edit.ts";

/** An edit as it would be carried out now. */
export interface EditPlan extends PricedEdit {
  facts: EditFacts;
  /** false: only words change, and what the order costs stays as it is. */
  isRepriced: boolean;
  /** All lines of the order, also those without units; new ones come last. */
  all: EditedLine[];
  /** The ids that the new lines get, in their order. */
  newIds: string[];
  settlement: Settlement;
  allocations: Allocation[];
  problems: EditProblem[];
}

/** Reckons what an edit makes of an order, at the prices, rates, taxes and stock of now. Writes nothing. */
export async function planEdit(ctx: Ctx, order: OrderRow, edit: EditFields): Promise<EditPlan> {
  const facts = await readEditFacts(ctx, order, edit);
  const isRepriced = isPricedAnew(edit);
  const { lines: all, problems } = editedLines(order, facts, edit);
  const priceable = all.filter((line) => line.before || line.variant.prices[order.currency] !== undefined);
  const placed =
    order.shipping_option === null ? undefined : (JSON.parse(order.shipping_option) as { id: string }).id;
  const tooMany = isRepriced ? boundProblems(priceable, order.currency) : [];
  // What is too much, or nothing, cannot be reckoned.
  const priced = priceEdit(
    order,
    facts,
    tooMany.length > 0 ? [] : priceable,
    edit.shipping_option_id ?? placed,
    ctx.now(),
  );
  const newLines = all.filter((line) => !line.before);
  const newIds = newLines.map(() => ctx.newId());
  const taken = new Map(
    all.flatMap(({ before, quantity }) =>
      before && quantity < before.quantity ? [[before.id, before.quantity - quantity] as const] : [],
    ),
  );
  const stock = stockFor(all, newIds, facts);
  return {
    ...priced,
    ...(isRepriced ? {} : { quote: quoteAsPlaced(order) }),
    isRepriced,
    facts,
    all,
    newIds,
    settlement:
      tooMany.length > 0 || !isRepriced
        ? { refund: 0, charge: 0 }
        : settlementOf(order, priced.quote.totals.total, returnedOf(facts.refunds, linesOf(order), taken)),
    allocations: stock.allocations,
    problems: [
      ...problems,
      ...tooMany,
      ...stock.problems,
      ...(isRepriced ? deliveryProblems(priced, edit) : []),
    ],
  };
}

function boundProblems(lines: readonly EditedLine[], currency: string): EditProblem[] {
  const priced = lines.map(
    (line) => line.quantity * (line.before?.unit_price ?? line.variant.prices[currency] ?? 0),
  );
  const sum = priced.reduce((all, each) => all + each, 0);
  const pointer = "#/line_items";
  if (lines.every((line) => line.quantity === 0)) {
    return [{ code: "nothing_left", pointer, message: "Nothing would be left: cancel the order instead." }];
  }
  if (lines.length > MAX_LINES) {
    return [{ code: "too_many_lines", pointer, message: `An order has at most ${MAX_LINES} lines.` }];
  }
  if (sum <= MAX_SUBTOTAL) return [];
  return [{ code: "too_expensive", pointer, message: "The order would cost more than an order can." }];
}

/** Where the units come from that the edit adds. */
function stockFor(all: readonly EditedLine[], newIds: readonly string[], facts: EditFacts) {
  let next = 0;
  const wanted = all.map((line) => ({ line, orderLineId: line.before?.id ?? newIds[next++] ?? "" }));
  const more = wanted.filter(({ line }) => line.added > 0);
  const demands = more.map(({ line, orderLineId }) => ({
    orderLineId,
    variantId: line.variant.variantId,
    sku: line.variant.sku,
    quantity: line.added,
  }));
  const { allocations, shortages } = allocate(demands, facts.levels);
  const problems = shortages.map((shortage): EditProblem => {
    const short = more.find(
      ({ line }) => line.variant.variantId === shortage.variant_id && line.added === shortage.requested,
    );
    return {
      code: "insufficient_stock",
      pointer: short?.line.pointer ?? "#/line_items",
      message: `${shortage.sku}: ${shortage.requested} more wanted, ${shortage.available} left.`,
      available: shortage.available,
    };
  });
  return { allocations, problems };
}

function deliveryProblems({ cart }: PricedEdit, edit: EditFields): EditProblem[] {
  if (cart.lines.length === 0 || !needsShipping(cart)) return [];
  if ((cart.market?.rates.length ?? 0) === 0) {
    const message = "The shop does not ship to this address.";
    return [{ code: "not_served", pointer: "#/shipping_address", message }];
  }
  if (shippingRates(cart).some((rate) => rate.id === cart.shippingRateId)) return [];
  const named =
    edit.shipping_option_id === undefined ? "The order's shipping option" : "This shipping option";
  const message = `${named} is not offered for this address and these goods: choose one of the shipping_options.`;
  return [{ code: "shipping_option_unavailable", pointer: "#/shipping_option_id", message }];
}
