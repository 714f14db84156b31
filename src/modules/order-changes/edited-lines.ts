import type { SellableVariant } from "../catalog/index.ts";
import { linesOf, type OrderLineJson, type OrderRow } from "../orders/index.ts";
import type { EditFacts } from "./edit-facts.ts";
import type { EditFields, EditProblem } from "./order-changes.schema.ts";

/** A line as the edit makes it. */
export interface EditedLine {
  /** Absent for what is new. */
  before: OrderLineJson | undefined;
  variant: SellableVariant;
  quantity: number;
  /** More units of it than the order had. */
  added: number;
  /** Which part of the edit it comes from; undefined for a line that the edit does not name. */
  pointer: string | undefined;
}

/** The lines of the order after the edit, in their order, and what is wrong with what the edit asks of them. Pure. */
export function editedLines(
  order: Pick<OrderRow, "lines" | "currency">,
  facts: Pick<EditFacts, "variants" | "sold">,
  edit: EditFields,
): { lines: EditedLine[]; problems: EditProblem[] } {
  const before = linesOf(order);
  const asked = (edit.line_items ?? []).map((line, index) => ({ ...line, pointer: `#/line_items/${index}` }));
  const problems: EditProblem[] = asked
    .filter(({ id }) => id !== undefined && !before.some((line) => line.id === id))
    .map(({ pointer }) => ({
      code: "unknown_line",
      pointer: `${pointer}/id`,
      message: "This is no line of the order.",
    }));
  const kept = before.map((line): EditedLine => {
    const change = asked.find(({ id }) => id === line.id);
    const quantity = change?.quantity ?? line.quantity;
    const variant = facts.variants.find((each) => each.variantId === line.variant_id) ?? gone(line);
    problems.push(...belowWhatIsBound(line, quantity, change?.pointer));
    return {
      before: line,
      variant,
      quantity,
      added: Math.max(0, quantity - line.quantity),
      pointer: change?.pointer,
    };
  });
  const added = asked.flatMap(({ id, variant_id, sku, quantity, pointer }): EditedLine[] => {
    if (id !== undefined) return [];
    const variant = facts.variants.find((each) =>
      sku === undefined ? each.variantId === variant_id : each.sku === sku,
    );
    if (variant) return [{ before: undefined, variant, quantity, added: quantity, pointer }];
    const field = sku === undefined ? "variant_id" : "sku";
    problems.push({
      code: "unknown_variant",
      pointer: `${pointer}/${field}`,
      message: "There is no such variant.",
    });
    return [];
  });
  const lines = [...kept, ...added];
  problems.push(...lines.flatMap((line) => notSold(line, order.currency, facts.sold)));
  return { lines, problems };
}

function belowWhatIsBound(line: OrderLineJson, quantity: number, pointer = ""): EditProblem[] {
  if (quantity < line.fulfilled) {
    const message = `${line.sku}: ${line.fulfilled} are in fulfillments. Cancel these first.`;
    return [{ code: "below_fulfilled", pointer, message }];
  }
  return [];
}

function notSold(line: EditedLine, currency: string, sold: ReadonlySet<string>): EditProblem[] {
  const { added, variant, before, pointer = "" } = line;
  if (added === 0) return [];
  if (!sold.has(variant.variantId)) {
    return [{ code: "unavailable", pointer, message: `${variant.sku} is not sold any more.` }];
  }
  if (before || variant.prices[currency] !== undefined) return [];
  return [{ code: "not_sold_in_currency", pointer, message: `${variant.sku} has no price in ${currency}.` }];
}

/** The variant of a line that the catalog has no more: it is taxed as it was, and taken to have to be sent. */
function gone(line: OrderLineJson): SellableVariant {
  return {
    variantId: line.variant_id,
    productId: line.product_id,
    sku: line.sku,
    name: line.name,
    options: line.options,
    imageUrl: line.image_url,
    weightGrams: 0,
    requiresShipping: true,
    taxable: line.taxes.length > 0,
    prices: {},
    available: 0,
  };
}
