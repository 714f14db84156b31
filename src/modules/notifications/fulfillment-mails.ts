import type { Mail } from "../../platform/mailer.ts";
import type { Fulfillment } from "../fulfillment/index.ts";
import type { Order } from "../orders/index.ts";
import { type Block, letterMail, type Shop } from "./mail-page.ts";

/** The mail that a parcel is on its way, with what is in it and how to follow it. */
export function shippedMail(order: Order, fulfillment: Fulfillment, shop: Shop): Promise<Mail> {
  const isAll = holdsAll(order, fulfillment);
  const { carrier, tracking_number, tracking_url } = fulfillment;
  const by = carrier === undefined ? "" : ` with ${carrier}`;
  const blocks: Block[] = [
    isAll
      ? `Your order ${order.number} is on its way${by}.`
      : `A part of your order ${order.number} is on its way${by}:`,
    ...itemLines(fulfillment),
    ...(tracking_number === undefined ? [] : [`Tracking number: ${tracking_number}`]),
    ...(tracking_url === undefined ? [] : [{ label: "Follow your parcel", url: tracking_url }]),
  ];
  const subject = isAll
    ? `Your order ${order.number} is on its way`
    : `A part of your order ${order.number} is on its way`;
  return letterMail({ to: order.email, subject, title: `Order ${order.number}`, blocks }, shop);
}

/** The mail that a parcel has arrived. */
export function deliveredMail(order: Order, fulfillment: Fulfillment, shop: Shop): Promise<Mail> {
  const isAll = holdsAll(order, fulfillment);
  const blocks: Block[] = [
    isAll
      ? `Your order ${order.number} has been delivered.`
      : `A part of your order ${order.number} has been delivered:`,
    ...itemLines(fulfillment),
    "Is something missing or wrong? Answer this mail.",
  ];
  const subject = isAll
    ? `Your order ${order.number} has been delivered`
    : `A part of your order ${order.number} has been delivered`;
  return letterMail({ to: order.email, subject, title: `Order ${order.number}`, blocks }, shop);
}

function holdsAll(order: Order, fulfillment: Fulfillment): boolean {
  const sum = (lines: readonly { quantity: number }[]) => lines.reduce((all, line) => all + line.quantity, 0);
  return sum(fulfillment.line_items) >= sum(order.line_items);
}

function itemLines({ line_items }: Fulfillment): string[] {
  return line_items.map(
    (line) => `${line.quantity} x ${[line.name, ...Object.values(line.options)].join(", ")}`,
  );
}
