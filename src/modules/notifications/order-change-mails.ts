import type { Ctx } from "../../platform/ctx.ts";
import type { Money } from "../../platform/money.ts";
import { paymentUrl } from "../checkout/index.ts";
import { draftSent } from "../draft-orders/index.ts";
import {
  findOrderChange,
  orderCancelled,
  orderEdited,
  type OrderChangeNotice,
  paymentLinkRequested,
  unitsCancelled,
} from "../order-changes/index.ts";
import { orderView } from "../orders/index.ts";
import type { Block, Letter } from "./mail-page.ts";
import { orderMail } from "./mail-recipients.ts";
import { type Addressed, defineMail } from "./mail-template.ts";
import { itemName } from "./mail-wording.ts";
import { type MailedOrder, SAMPLE_ORDER } from "./mailed-order.ts";
import type { Words } from "./words/index.ts";

/** What a mail about a change of an order is made from. */
interface Change {
  order: MailedOrder;
  notice: OrderChangeNotice;
  /** Where what is open can be paid; null when nothing is. */
  paymentUrl: string | null;
}

/** Null unless the customer is to hear of the step. */
async function changed(
  ctx: Ctx,
  step: { order_id: string; seq: number; notify: boolean },
): Promise<Addressed<Change> | null> {
  if (!step.notify) return null;
  return orderMail(ctx, step.order_id, async (order) => {
    const notice = await findOrderChange(ctx, step.order_id, step.seq);
    return notice ? { order: orderView(order, ctx), notice, paymentUrl: await paymentUrl(ctx, order) } : null;
  });
}

const order = SAMPLE_ORDER;
const PAY = "https://shop.example.com/pay?token=the-token";
const FROM = { total: order.totals.total };
const TO = { total: { amount: 3_991, currency: "USD" } };
const BACK = { amount: 1_999, currency: "USD" };

/** Says that an order was cancelled, and what goes back. */
const cancelled = defineMail({
  name: "order-cancelled",
  event: orderCancelled,
  category: "transactional",
  resendable: true,
  load: changed,
  samples: [
    { order, notice: { amount: BACK }, paymentUrl: null },
    { order, notice: {}, paymentUrl: null },
  ],
  render: ({ order, notice }: Change, _shop, words) => {
    const subject = words.change.cancelled(order.number);
    return letter(order, words, subject, [`${subject}.`, ...refundBlocks(notice.amount, words)]);
  },
});

/** Says that a part of an order was cancelled. */
const partCancelled = defineMail({
  name: "order-units-cancelled",
  event: unitsCancelled,
  category: "transactional",
  resendable: true,
  load: changed,
  samples: [
    {
      order,
      notice: { line_items: [{ id: "1", quantity: 1 }], before: FROM, after: TO, amount: BACK },
      paymentUrl: null,
    },
    {
      order,
      notice: { line_items: [{ id: "2", quantity: 1 }], before: FROM, after: TO, outstanding: TO.total },
      paymentUrl: PAY,
    },
  ],
  render: ({ order, notice, paymentUrl: url }: Change, _shop, words) => {
    const units = (notice.line_items ?? []).map(
      ({ id, quantity }) => `${quantity} x ${nameOf(order, id, words)}`,
    );
    const subject = words.change.partCancelled(order.number);
    return letter(order, words, subject, [
      `${subject}: ${units.join("; ")}.`,
      ...totalBlocks(notice, words),
      ...refundBlocks(notice.amount, words),
      ...(notice.outstanding
        ? payBlocks(words.change.leftToPay(words.money(notice.outstanding)), url, words)
        : []),
    ]);
  },
});

/** Says what was changed about an order, and what that means for its money. */
const edited = defineMail({
  name: "order-edited",
  event: orderEdited,
  category: "transactional",
  resendable: true,
  load: changed,
  samples: [
    {
      order,
      notice: {
        before: { ...FROM, line_items: [{ id: "1", sku: "MUG", quantity: 2 }] },
        after: { ...TO, line_items: [{ id: "1", sku: "MUG", quantity: 1 }] },
        difference: { ...BACK, direction: "refund" },
        shipping_changed: true,
      },
      paymentUrl: null,
    },
    {
      order,
      notice: {
        after: { ...FROM, line_items: [{ id: "gone", sku: "POT", quantity: 1 }] },
        before: TO,
        difference: { ...BACK, direction: "charge" },
        address_changed: true,
      },
      paymentUrl: PAY,
    },
  ],
  render: ({ order, notice, paymentUrl: url }: Change, _shop, words) => {
    const { difference } = notice;
    const changes = (notice.after?.line_items ?? []).map(({ id, quantity }) => {
      const before = notice.before?.line_items?.find((line) => line.id === id)?.quantity ?? 0;
      return words.change.instead(nameOf(order, id, words), String(quantity), String(before));
    });
    const shipping = notice.shipping_changed ? order.shipping_option : undefined;
    return letter(order, words, words.change.edited(order.number), [
      words.change.weEdited(order.number),
      ...changes,
      ...(notice.address_changed ? [words.change.address] : []),
      ...(shipping ? [words.change.shipping(shipping.name, words.money(shipping.price))] : []),
      ...totalBlocks(notice, words),
      ...(difference?.direction === "refund" ? refundBlocks(difference, words) : []),
      ...(difference?.direction === "charge"
        ? payBlocks(words.change.payDifference(words.money(difference)), url, words)
        : []),
    ]);
  },
});

/** Brings the link to pay an order. */
const paymentLink = defineMail({
  name: "payment-link",
  subscriber: "notifications.draft-sent",
  event: draftSent,
  also: { subscriber: "notifications.payment-link", event: paymentLinkRequested },
  category: "transactional",
  resendable: true,
  load: async (ctx, payload: { order_id: string; notify?: boolean }) =>
    payload.notify === false
      ? null
      : orderMail(ctx, payload.order_id, async (order): Promise<Change | null> => {
          const url = await paymentUrl(ctx, order);
          // Paid or given up meanwhile: there is nothing to ask for.
          return url === null ? null : { order: orderView(order, ctx), notice: {}, paymentUrl: url };
        }),
  samples: [
    { order, notice: {}, paymentUrl: PAY },
    { order: { ...order, expires_at: undefined }, notice: {}, paymentUrl: PAY },
  ],
  render: ({ order, paymentUrl: url }: Change, shop, words) => {
    const { change } = words;
    const until = order.expires_at === undefined ? "" : ` ${change.heldUntil(words.time(order.expires_at))}`;
    return letter(order, words, change.payable(order.number, shop.name), [
      `${change.waits(order.number)}${until}`,
      ...order.line_items
        .filter((line) => line.quantity > 0)
        .map((line) => `${line.quantity} x ${line.name}: ${words.money(line.total)}`),
      `${words.confirmation.total}: ${words.money(order.totals.total)}`,
      ...payBlocks(change.toPay(words.money(order.outstanding)), url, words),
    ]);
  },
});

function letter({ number }: MailedOrder, words: Words, subject: string, blocks: Block[]): Letter {
  return { subject, title: words.order(number), blocks };
}

function nameOf({ line_items }: MailedOrder, lineId: string, words: Words): string {
  const line = line_items.find(({ id }) => id === lineId);
  return line ? itemName(line) : words.anItem;
}

function totalBlocks({ before, after }: OrderChangeNotice, words: Words): Block[] {
  if (!before || !after || before.total.amount === after.total.amount) return [];
  return [words.change.total(words.money(after.total), words.money(before.total))];
}

function refundBlocks(amount: Money | undefined, words: Words): Block[] {
  if (!amount || amount.amount === 0) return [];
  return [`${words.change.refund(words.money(amount))} ${words.banks}`];
}

function payBlocks(text: string, url: string | null, words: Words): Block[] {
  return url === null ? [] : [text, { label: words.payNow, url }];
}

export const orderChangeMails = [cancelled, partCancelled, edited, paymentLink] as const;
