import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { permissionDenied } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import {
  changeOrder,
  customerCancelBlocked,
  findOrder,
  linesOf,
  orderOrThrow,
  type OrderRow,
  paymentsOf,
} from "../orders/index.ts";
import { askForRefunds, type RefundRow } from "../payments/index.ts";
import { cancelUnits, requireUnitsCancellable, type Units } from "./cancel-units.ts";
import { cancelWhole } from "./cancel-whole.ts";
import { restoreDifference } from "./ask-difference.ts";
import { closeCancelledPayments, closeOpenPayments, isOpen, PaymentMoved } from "./close-payments.ts";
import { expectedOrderVersion, requireOrderVersion } from "./expected-version.ts";
import { orderNotCancellable } from "./order-changes.errors.ts";
import type { CancelBody } from "./order-changes.schema.ts";

const ATTEMPTS = 5;

export interface CancelOrder extends CancelBody {
  orderId: string;
  orderToken: string | undefined;
  ifMatch: string | undefined;
}

/**
 * Cancels an order, or units of it: what the customer could still pay is closed at Stripe first, then one batch takes the step, gives
 * the stock back and sets the money aside that goes back, then Stripe is asked for that. Whatever dies in between is finished by events
 * and sweepers. Customers cancel whole orders that are not being prepared yet, staff anything that was not sent.
 * @throws resource.not_found; resource.precondition_failed; auth.forbidden; request.invalid for lines that the order does not have
 * @throws order.transition_refused, order.not_cancellable with what can be cancelled; order.payment_in_progress, payment.unavailable
 */
export async function cancelOrder(
  ctx: Ctx,
  input: CancelOrder,
): Promise<{ order: OrderRow; refunds: RefundRow[] }> {
  let order = await orderOrThrow(ctx, input.orderId, input.orderToken);
  const isStaff = hasPermission(ctx, "order:manage");
  const isPlain = input.line_items === undefined && input.restock && input.notify;
  if (!isStaff && !isPlain) throw permissionDenied("Customers cancel whole orders: send only a reason.");
  const expected = expectedOrderVersion(ctx, order, input);
  for (let attempt = 1; ; attempt++) {
    requireCancellable(order, input, isStaff);
    await closeOpenPayments(ctx, order);
    try {
      const refundIds = await changeOrder(ctx, order.id, (now) => {
        requireOrderVersion(now, expected);
        requireCancellable(now, input, isStaff);
        // An edit may have made another one, or one was refused by Stripe and is open again.
        if (paymentsOf(now).some(isOpen)) throw new PaymentMoved();
        const units = unitsOf(now, input);
        return units ? cancelUnits(ctx, now, units, input) : cancelWhole(ctx, now, input);
      });
      return await finish(ctx, order.id, refundIds);
    } catch (error) {
      if (!(error instanceof PaymentMoved) || attempt >= ATTEMPTS) {
        // Nothing was cancelled; what was closed for it is asked for again.
        if (paymentsOf(order).some(isOpen)) await restoreDifference(ctx, order.id);
        throw error;
      }
      order = (await findOrder(ctx, order.id)) ?? order;
    }
  }
}

/** The order's own part is done: asks Stripe now, so that the answer can tell what came of it. */
async function finish(ctx: Ctx, orderId: string, refundIds: readonly string[]) {
  const refunds = await askForRefunds(ctx, refundIds);
  try {
    await closeCancelledPayments(ctx, orderId);
  } catch (error) {
    ctx.log.error("authorised payments will be given up later", {
      order_id: orderId,
      ...describeError(error),
    });
  }
  const order = await findOrder(ctx, orderId);
  if (!order) throw new Error(`the cancelled order ${orderId} does not exist`);
  return { order, refunds };
}

function requireCancellable(order: OrderRow, input: CancelOrder, isStaff: boolean): void {
  const blocked = isStaff ? undefined : customerCancelBlocked(order);
  if (blocked !== undefined) {
    throw orderNotCancellable(`The order cannot be cancelled: ${blocked}.`, {
      facts: { order_status: order.status },
    });
  }
  if (input.line_items) requireUnitsCancellable(order, input.line_items);
}

/** Undefined when that is all of the order: then it is cancelled as a whole. */
function unitsOf(order: OrderRow, { line_items: asked }: CancelOrder): Units | undefined {
  if (!asked) return undefined;
  const units = new Map(asked.map(({ id, quantity }) => [id, quantity]));
  return linesOf(order).every((line) => line.quantity === (units.get(line.id) ?? 0)) ? undefined : units;
}
