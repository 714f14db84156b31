import type { Mail } from "../../platform/mailer.ts";
import { formatMoney } from "../../platform/money.ts";
import type { OrderChangeNotice } from "../order-changes/index.ts";
import type { Order } from "../orders/index.ts";
import { type Block, letterMail, type Shop } from "./mail-page.ts";
import { readableTime } from "./mail-wording.ts";

/** What a mail about a change of an order is made from. */
export interface ChangeLetter {
  order: Order;
  notice: OrderChangeNotice;
  /** Where what is open can be paid; null when nothing is. */
  paymentUrl: string | null;
}

/** The mail that says that an order was cancelled, and what goes back. */
export function orderCancelledMail({ order, notice }: ChangeLetter, shop: Shop): Promise<Mail> {
  return letter(order, shop, `Your order ${order.number} was cancelled`, [
    `Your order ${order.number} was cancelled.`,
    ...refundBlocks(notice.amount),
  ]);
}

/** The mail that says that a part of an order was cancelled. */
export function unitsCancelledMail({ order, notice, paymentUrl }: ChangeLetter, shop: Shop): Promise<Mail> {
  const units = (notice.line_items ?? []).map(({ id, quantity }) => `${quantity} x ${nameOf(order, id)}`);
  return letter(order, shop, `A part of your order ${order.number} was cancelled`, [
    `A part of your order ${order.number} was cancelled: ${units.join("; ")}.`,
    ...totalBlocks(notice),
    ...refundBlocks(notice.amount),
    ...(notice.outstanding
      ? payBlocks(`What is left to pay is ${formatMoney(notice.outstanding)}.`, paymentUrl)
      : []),
  ]);
}

/** The mail that says what was changed about an order, and what that means for its money. */
export function orderEditedMail({ order, notice, paymentUrl }: ChangeLetter, shop: Shop): Promise<Mail> {
  const { difference } = notice;
  const changes = (notice.after?.line_items ?? []).map(({ id, quantity }) => {
    const before = notice.before?.line_items?.find((line) => line.id === id)?.quantity ?? 0;
    return `${nameOf(order, id)}: ${quantity} instead of ${before}`;
  });
  return letter(order, shop, `Your order ${order.number} was changed`, [
    `We have changed your order ${order.number}.`,
    ...changes,
    ...(notice.address_changed ? ["It goes to another address now."] : []),
    ...(notice.shipping_changed && order.shipping_option
      ? [`Shipping: ${order.shipping_option.name}, ${formatMoney(order.shipping_option.price)}`]
      : []),
    ...totalBlocks(notice),
    ...(difference?.direction === "refund" ? refundBlocks(difference) : []),
    ...(difference?.direction === "charge"
      ? payBlocks(
          `Please pay the difference of ${formatMoney(difference)}: then we send your order.`,
          paymentUrl,
        )
      : []),
  ]);
}

/** The mail with the link to pay an order. */
export function paymentLinkMail({ order, paymentUrl }: ChangeLetter, shop: Shop): Promise<Mail> {
  const lines = order.line_items
    .filter((line) => line.quantity > 0)
    .map((line) => `${line.quantity} x ${line.name}: ${formatMoney(line.total)}`);
  const until =
    order.expires_at === undefined ? "" : ` It is held for you until ${readableTime(order.expires_at)}.`;
  return letter(order, shop, `Your order ${order.number} at ${shop.name} can be paid`, [
    `Your order ${order.number} waits for your payment.${until}`,
    ...lines,
    `Total: ${formatMoney(order.totals.total)}`,
    ...payBlocks(`To pay: ${formatMoney(order.outstanding)}`, paymentUrl),
  ]);
}

function letter(order: Order, shop: Shop, subject: string, blocks: Block[]): Promise<Mail> {
  return letterMail({ to: order.email, subject, title: `Order ${order.number}`, blocks }, shop);
}

function nameOf(order: Order, lineId: string): string {
  const line = order.line_items.find(({ id }) => id === lineId);
  return line ? [line.name, ...Object.values(line.options)].join(", ") : "an item";
}

function totalBlocks({ before, after }: OrderChangeNotice): Block[] {
  if (!before || !after || before.total.amount === after.total.amount) return [];
  return [`Its total is ${formatMoney(after.total)} now, instead of ${formatMoney(before.total)}.`];
}

function refundBlocks(amount: { amount: number; currency: string } | undefined): Block[] {
  if (!amount || amount.amount === 0) return [];
  return [
    `We are giving ${formatMoney(amount)} back to the payment method you used. Banks usually show it within 5 to 10 days.`,
  ];
}

function payBlocks(text: string, url: string | null): Block[] {
  return url === null ? [] : [text, { label: "Pay now", url }];
}
