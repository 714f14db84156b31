import type { Ctx } from "../../platform/ctx.ts";
import { type InputError, invalidInput, notFound } from "../../platform/errors.ts";
import { refusalOf } from "../../platform/machine.ts";
import { allocate } from "../../platform/money.ts";
import {
  changeOrder,
  happening,
  linesOf,
  type OrderLineJson,
  type OrderPaymentJson,
  type OrderRow,
  paymentsOf,
  refundableOf,
  unitsValue,
} from "../orders/index.ts";
import { minorUnitsOf } from "./amount-input.ts";
import { askForRefunds } from "./ask-for-refunds.ts";
import { paymentNotRefundable, refundExceedsCaptured } from "./payments.errors.ts";
import { canDo, PAYMENT_TRANSITIONS } from "./payments.machine.ts";
import { findPayment, type PaymentRow } from "./payments.repo.ts";
import type { RefundInput } from "./payments.schema.ts";
import type { PaymentState, RefundedLine } from "./payments.table.ts";
import { planRefund } from "./plan-refund.ts";
import { refundOrThrow } from "./read-payments.ts";
import type { RefundRow } from "./refunds.repo.ts";

/**
 * Gives back captured money of a payment: the price of some units, an amount, or all that is left. Decided in one batch that sets the
 * money aside, so that refunds in parallel never give back more than was captured; then Stripe is asked. The refund that is answered is
 * `requested` still when Stripe does not answer, or what it said could not be written down: it is made later, whatever happens.
 * @throws resource.not_found, payment.not_refundable, refund.exceeds_captured with what is left, request.invalid for units that the order
 *   does not have, or that were refunded already
 */
export async function refundPayment(ctx: Ctx, paymentId: string, input: RefundInput): Promise<RefundRow> {
  const payment = await findPayment(ctx, paymentId);
  if (!payment) throw notFound("There is no such payment.");
  const refundId = await changeOrder(ctx, payment.order_id, (order) => decide(ctx, order, payment, input));
  const [refund] = await askForRefunds(ctx, [refundId]);
  return refund ?? refundOrThrow(ctx, paymentId, refundId);
}

function decide(ctx: Ctx, order: OrderRow, { id, currency }: PaymentRow, input: RefundInput) {
  const payment = paymentsOf(order).find((candidate) => candidate.id === id);
  if (!payment) throw notFound("There is no such payment.");
  requireRefundable(payment, currency);
  const asked = input.amount === undefined ? undefined : minorUnitsOf(input.amount, currency);
  const lines = input.line_items && refundedLines(linesOf(order), input.line_items, asked);
  const amount = lines?.reduce((sum, line) => sum + line.amount, 0) ?? asked ?? refundableOf(payment);
  if (amount === 0) throw worthNothing();
  const plan = planRefund(ctx, order, [payment], { amount, source: "staff", reason: input.reason, lines });
  const [refundId = ""] = plan.refundIds;
  if (ctx.idempotency) ctx.idempotency.resourceId = refundId;
  const about = {
    refund_id: refundId,
    payment_id: id,
    amount,
    currency,
    ...(lines ? { line_items: lines } : {}),
  };
  return {
    steps: [happening(order, "refund_requested", about)] as const,
    statements: plan.statements,
    events: plan.events,
    constraints: plan.constraints,
    audit: {
      action: "refund.request",
      entity: "refund",
      entityId: refundId,
      before: { refunded: payment.refunded, refunding: payment.refunding },
      after: { order: order.id, ...about },
    },
    result: refundId,
  };
}

function requireRefundable(payment: OrderPaymentJson, currency: string): void {
  // The column's CHECK is the list of these states.
  const status = payment.status as PaymentState;
  const facts = { payment_status: status };
  if (!canDo(status, "refund")) {
    const why = { canceled: "it was voided", requires_capture: "it is only authorised: void it" }[
      String(status)
    ];
    throw paymentNotRefundable(
      `The payment cannot be refunded: ${why ?? refusalOf<PaymentState, "refund">(PAYMENT_TRANSITIONS, status, "refund")}.`,
      { facts },
    );
  }
  if (payment.disputed > 0) {
    throw paymentNotRefundable(
      "The customer's bank disputes the payment and has taken the money back already.",
      {
        facts: { ...facts, disputed: payment.disputed, currency },
      },
    );
  }
  if (refundableOf(payment) === 0) {
    throw refundExceedsCaptured("Nothing is left of the payment to give back.", {
      facts: { refundable: 0, currency },
    });
  }
}

/**
 * The units with what each line's cost; an amount below their value is shared out to them.
 * @throws request.invalid for units that there are not, or for an amount above their value
 */
function refundedLines(
  lines: readonly OrderLineJson[],
  wanted: readonly { id: string; quantity: number }[],
  asked: number | undefined,
): RefundedLine[] {
  const errors: InputError[] = [];
  const priced = wanted.map(({ id, quantity }, index): RefundedLine => {
    const line = lines.find((candidate) => candidate.id === id);
    const pointer = `#/line_items/${index}`;
    if (!line || wanted.findIndex((other) => other.id === id) < index) {
      const message = line ? "is there twice" : "is no line of the payment's order";
      errors.push({ pointer: `${pointer}/id`, code: line ? "duplicate" : "unknown_line", message });
      return { order_line_id: id, quantity, amount: 0 };
    }
    const left = line.quantity - line.refunded;
    if (quantity > left) {
      const message = `only ${left} of the line's ${line.quantity} units were not refunded yet`;
      errors.push({ pointer: `${pointer}/quantity`, code: "too_many", message });
      return { order_line_id: id, quantity, amount: 0 };
    }
    return { order_line_id: id, quantity, amount: unitsValue(line, line.refunded, quantity) };
  });
  const value = priced.reduce((sum, line) => sum + line.amount, 0);
  if (errors.length === 0 && asked !== undefined && asked > value) {
    errors.push({ pointer: "#/amount", code: "too_much", message: `the units cost ${value} together` });
  }
  if (errors.length > 0) throw invalidInput("The refund's lines are not valid.", { errors });
  if (asked === undefined || asked === value) return priced;
  const shares = allocate(
    asked,
    priced.map(({ amount }) => amount),
  );
  return priced.map((line, index) => ({ ...line, amount: shares[index] ?? 0 }));
}

function worthNothing(): Error {
  return invalidInput("These units cost nothing: there is nothing to give back.", {
    errors: [{ pointer: "#/line_items", code: "worth_nothing", message: "cost nothing" }],
  });
}
