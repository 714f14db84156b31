import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { money } from "../../platform/money.ts";
import {
  changeOrder,
  editBlocked,
  findOrder,
  linesOf,
  orderOrThrow,
  type OrderRow,
  paymentsOf,
} from "../orders/index.ts";
import { askForRefunds, type RefundRow } from "../payments/index.ts";
import { restoreDifference } from "./ask-difference.ts";
import { closeOpenPayments, isOpen, PaymentMoved } from "./close-payments.ts";
import { editChange } from "./edit-change.ts";
import { editProblemError } from "./edit-problems.ts";
import { differenceView, editPreview } from "./edit.view.ts";
import { expectedOrderVersion, requireOrderVersion } from "./expected-version.ts";
import { orderNotEditable, totalChanged } from "./order-changes.errors.ts";
import type { Difference, EditBody, EditFields, EditPreview } from "./order-changes.schema.ts";
import { type EditPlan, planEdit } from "./plan-edit.ts";
import { isPricedAnew } from "./price-edit.ts";

const ATTEMPTS = 5;

/**
 * What an edit would make of an order that was not sent. Writes nothing.
 * @throws resource.not_found; order.not_editable
 */
export async function previewEdit(ctx: Ctx, orderId: string, edit: EditFields): Promise<EditPreview> {
  requirePermission(ctx, "order:manage");
  const order = await orderOrThrow(ctx, orderId, undefined);
  requireEditable(order);
  return editPreview(order, await planEdit(ctx, order, edit));
}

export interface EditOrder extends EditBody {
  orderId: string;
  ifMatch: string | undefined;
}

export interface Edited {
  order: OrderRow;
  difference: Difference;
  refunds: RefundRow[];
}

/**
 * Edits an order that is paid and was not sent: what it consists of, where it goes and how. A difference that an earlier edit left to
 * be paid is closed at Stripe first and reckoned anew; then one batch writes the order, moves the stock, and sets money aside that goes
 * back or makes the payment that the customer is asked for.
 * @throws resource.not_found; resource.precondition_failed; order.not_editable, order.edit_invalid,
 *   order.total_changed, inventory.out_of_stock, shipping.not_served; order.payment_in_progress, payment.unavailable
 */
export async function editOrder(ctx: Ctx, input: EditOrder): Promise<Edited> {
  requirePermission(ctx, "order:manage");
  let order = await orderOrThrow(ctx, input.orderId, undefined);
  const expected = expectedOrderVersion(ctx, order, input);
  for (let attempt = 1; ; attempt++) {
    requireApplicable(order, await planFor(ctx, order, input), input);
    const movesMoney = isPricedAnew(input);
    if (movesMoney) await closeOpenPayments(ctx, order);
    try {
      const done = await changeOrder(ctx, order.id, async (now) => {
        requireOrderVersion(now, expected);
        const plan = await planFor(ctx, now, input);
        requireApplicable(now, plan, input);
        if (movesMoney && paymentsOf(now).some(isOpen)) throw new PaymentMoved();
        return editChange(ctx, now, plan, input);
      });
      const refunds = await askForRefunds(ctx, done.refundIds);
      const edited = await findOrder(ctx, order.id);
      if (!edited) throw new Error(`the edited order ${order.id} does not exist`);
      return { order: edited, difference: differenceView(done.settlement, order.currency), refunds };
    } catch (error) {
      if (!(error instanceof PaymentMoved) || attempt >= ATTEMPTS) {
        // The edit came to nothing; what was closed for it is asked for again.
        if (paymentsOf(order).some(isOpen)) await restoreDifference(ctx, order.id);
        throw error;
      }
      order = (await findOrder(ctx, order.id)) ?? order;
    }
  }
}

function planFor(ctx: Ctx, order: OrderRow, input: EditFields): Promise<EditPlan> {
  requireEditable(order);
  return planEdit(ctx, order, input);
}

/** @throws order.not_editable */
function requireEditable(order: OrderRow): void {
  const blocked = editBlocked(order, linesOf(order));
  if (blocked === undefined) return;
  throw orderNotEditable(`The order cannot be edited: ${blocked}.`, {
    facts: { order_status: order.status },
  });
}

/** @throws what stands in the way first */
function requireApplicable(order: OrderRow, plan: EditPlan, input: EditOrder): void {
  const error = editProblemError(plan);
  if (error) throw error;
  const { expected_total: expected } = input;
  const total = money(plan.quote.totals.total, order.currency);
  if (!expected || (expected.amount === total.amount && expected.currency === total.currency)) return;
  throw totalChanged("Prices, rates or taxes have changed since the preview. Look at it again.", {
    facts: { expected_total: expected, total, preview: editPreview(order, plan) },
  });
}
