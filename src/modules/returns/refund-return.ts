import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { happening, linesOf, type OrderChange, type OrderRow, paymentsOf } from "../orders/index.ts";
import { askForRefunds, planRefund } from "../payments/index.ts";
import { changeReturn, type ReturnRef } from "./change-return.ts";
import { returnOrThrow } from "./get-return.ts";
import { linesValue, lowered, refundableUnits, type RefundValue, shippingCostOf } from "./refund-value.ts";
import { requireKnownLines } from "./request-return.ts";
import { hasFailed, owedOf, returnLinesOf, returnRefundsOf } from "./return.parts.ts";
import { refundReturnBlocked } from "./return-guards.ts";
import { exceedsReceived, exceedsValue } from "./returns.errors.ts";
import { returnRefunded } from "./returns.events.ts";
import { refusedReturn, returnStatusAfter } from "./returns.machine.ts";
import { type ReturnRow, shippingGivenBack, updateReturnStmt } from "./returns.repo.ts";
import type { AmountInput, RefundReturn } from "./returns.schema.ts";

/**
 * Gives back the price of what came back, whether it can be sold again or not, by the way it was paid. The refunds are decided on and
 * their money set aside in one commit; then Stripe is asked. One that Stripe cannot make now stays `requested` and is made later. Of a
 * return that was refunded already, what failed is asked for again.
 * @throws return.transition_refused, return.exceeds_received, return.exceeds_value, refund.exceeds_captured
 */
export async function refundReturn(ctx: Ctx, ref: ReturnRef, input: RefundReturn): Promise<ReturnRow> {
  requirePermission(ctx, "order:manage");
  const { result: refundIds } = await changeReturn(ctx, ref, async (found, order) => {
    const status = returnStatusAfter(found.status, "refund");
    const blocked = refundReturnBlocked(found);
    if (blocked !== undefined) throw refusedReturn(found.status, "refund", blocked);
    const value =
      found.status === "refunded" ? failedValue(found, input) : await wantedValue(ctx, found, order, input);
    return refundChange(ctx, found, order, status, value);
  });
  await askForRefunds(ctx, refundIds);
  return returnOrThrow(ctx, ref.id);
}

function refundChange(
  ctx: Ctx,
  found: ReturnRow,
  order: OrderRow,
  status: ReturnRow["status"],
  { lines, shipping, amount }: RefundValue,
): OrderChange<string[]> {
  const plan =
    amount === 0
      ? { statements: [], events: [], constraints: {}, refundIds: [] }
      : planRefund(ctx, order, paymentsOf(order), {
          amount,
          source: "return",
          sourceId: found.id,
          lines,
          shipping,
        });
  const data = { return_id: found.id, amount, shipping, line_items: lines, refund_ids: plan.refundIds };
  return {
    steps: [happening(order, "return_refunded", data)],
    statements: [
      ...plan.statements,
      updateReturnStmt(ctx, found.id, {
        status,
        ...(found.refund_amount === null ? { refundAmount: amount } : {}),
      }),
    ],
    events: [...plan.events, returnRefunded({ order_id: order.id, return_id: found.id })],
    constraints: plan.constraints,
    audit: {
      action: "return.refund",
      before: { return_id: found.id, status: found.status },
      after: { ...data, status },
    },
    result: plan.refundIds,
  };
}

/** What staff want to be given back of what came back. */
async function wantedValue(
  ctx: Ctx,
  found: ReturnRow,
  order: OrderRow,
  input: RefundReturn,
): Promise<RefundValue> {
  const orderLines = linesOf(order);
  const refundable = refundableUnits(returnLinesOf(found), orderLines);
  const wanted = input.line_items ?? refundable;
  requireReceived(found, wanted, refundable);
  const lines = linesValue(wanted, orderLines);
  const shipping = await wantedShipping(ctx, found, order, input.shipping);
  const value = { lines, shipping, amount: lines.reduce((sum, line) => sum + line.amount, shipping) };
  if (input.amount === undefined) return value;
  const asked = minorUnitsOf(found, input.amount, "#/amount/currency");
  if (asked <= value.amount) return lowered(value, asked);
  throw exceedsValue("That is more than what came back is worth.", {
    facts: { requested: asked, value: value.amount, currency: found.currency },
  });
}

function requireReceived(
  found: ReturnRow,
  wanted: readonly { id: string; quantity: number }[],
  refundable: readonly { id: string; quantity: number }[],
): void {
  const lines = returnLinesOf(found).map((line) => line.id);
  requireKnownLines(wanted, lines);
  const left = new Map(refundable.map(({ id, quantity }) => [id, quantity]));
  if (wanted.every(({ id, quantity }) => quantity <= (left.get(id) ?? 0))) return;
  throw exceedsReceived("That is more than what came back and was not paid back yet.", {
    facts: { line_items: lines.map((id) => ({ id, refundable: left.get(id) ?? 0 })) },
  });
}

async function wantedShipping(
  ctx: Ctx,
  found: ReturnRow,
  order: OrderRow,
  wish: RefundReturn["shipping"],
): Promise<number> {
  if (wish === "keep") return 0;
  const left = Math.max(0, shippingCostOf(order) - (await shippingGivenBack(ctx, order.id)));
  if (wish === "return") return left;
  const asked = minorUnitsOf(found, wish, "#/shipping/currency");
  if (asked <= left) return asked;
  throw exceedsValue("That is more than what is left of shipping.", {
    facts: { requested: asked, value: left, currency: found.currency },
  });
}

/** What was decided on before and did not go back: its units and shipping, unless another refund carries them. */
function failedValue(found: ReturnRow, input: RefundReturn): RefundValue {
  if (input.line_items !== undefined || input.amount !== undefined || input.shipping !== "keep") {
    throw invalidInput("A refund that failed is asked for again as it was: send an empty object.");
  }
  const carrier = returnRefundsOf(found).findLast(({ lines, shipping }) => lines.length > 0 || shipping > 0);
  const isCarried = carrier === undefined || !hasFailed(carrier);
  return {
    lines: isCarried ? [] : carrier.lines,
    shipping: isCarried ? 0 : carrier.shipping,
    amount: owedOf(found),
  };
}

/** @throws request.invalid for an amount in another currency */
function minorUnitsOf(found: ReturnRow, input: AmountInput, pointer: string): number {
  if (typeof input === "number") return input;
  if (input.currency === found.currency) return input.amount;
  throw invalidInput("The order is in another currency.", {
    errors: [{ pointer, code: "wrong_currency", message: `must be ${found.currency}` }],
  });
}
