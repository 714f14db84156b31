import type { Mail } from "../../platform/mailer.ts";
import { formatMoney, money } from "../../platform/money.ts";
import type { DisputeRow, RefundRow } from "../payments/index.ts";
import { letterMail, type Shop } from "./mail-page.ts";
import { readableTime } from "./mail-wording.ts";

/** Whom a mail about an order's money goes to. */
export interface PaymentMail {
  to: string;
  orderNumber: string;
}

/** Tells the customer that money is on its way back. */
export function refundMadeMail(
  { to, orderNumber }: PaymentMail,
  refund: RefundRow,
  shop: Shop,
): Promise<Mail> {
  const amount = formatMoney(money(refund.amount, refund.currency));
  return letterMail(
    {
      to,
      subject: `Your refund for order ${orderNumber}`,
      title: `Order ${orderNumber}`,
      blocks: [
        `We have refunded ${amount} of your order ${orderNumber} to the payment method you used.`,
        "Banks usually show it within 5 to 10 days.",
      ],
    },
    shop,
  );
}

/** Tells staff that a refund was not made, or that its money came back. */
export function refundFailedStaffMail(
  { to, orderNumber }: PaymentMail,
  refund: RefundRow,
  shop: Shop,
): Promise<Mail> {
  const amount = formatMoney(money(refund.amount, refund.currency));
  return letterMail(
    {
      to,
      subject: `A refund for order ${orderNumber} has failed`,
      title: `Refund failed: order ${orderNumber}`,
      blocks: [
        `The refund of ${amount} for order ${orderNumber} was not made (${refund.failure_reason ?? "no reason given"}). The customer does not have the money.`,
        "Please look at the payment: try again, or give the money back in another way.",
      ],
    },
    shop,
  );
}

/** Tells staff that a customer's bank disputes a payment, and by when to answer. */
export function disputedStaffMail(
  { to, orderNumber }: PaymentMail,
  dispute: DisputeRow,
  shop: Shop,
): Promise<Mail> {
  const amount = formatMoney(money(dispute.amount, dispute.currency));
  const due =
    dispute.evidence_due_by === null
      ? ""
      : ` Evidence can be sent until ${readableTime(dispute.evidence_due_by)}.`;
  return letterMail(
    {
      to,
      subject: `The payment of order ${orderNumber} is disputed`,
      title: `Dispute: order ${orderNumber}`,
      blocks: [
        `The customer's bank disputes ${amount} of order ${orderNumber} (${dispute.reason}).${due}`,
        "Nothing of the order is sent until the dispute is closed. Answer it in Stripe's dashboard.",
      ],
    },
    shop,
  );
}

/** Tells staff that what was authorised for an order cannot be captured any more. */
export function authorizationLapsedStaffMail({ to, orderNumber }: PaymentMail, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to,
      subject: `The authorisation for order ${orderNumber} has lapsed`,
      title: `Authorisation lapsed: order ${orderNumber}`,
      blocks: [
        `The payment of order ${orderNumber} was authorised, and not captured in time: the bank has released the money.`,
        "What was not sent yet is kept back when the order is on hold. Ask the customer for another payment, or cancel what was not sent.",
      ],
    },
    shop,
  );
}
