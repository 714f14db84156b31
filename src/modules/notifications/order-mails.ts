import {
  addressLines,
  findNote,
  latePaymentRefunded,
  orderNoteAdded,
  orderPaid,
  orderView,
} from "../orders/index.ts";
import { orderUrl } from "../checkout/index.ts";
import { orderMail } from "./mail-recipients.ts";
import { defineMail } from "./mail-template.ts";
import { itemLine, paragraphs } from "./mail-wording.ts";
import { type MailedOrder, SAMPLE_ORDER } from "./mailed-order.ts";

/** An order with the page that shows it. */
type LinkedOrder = MailedOrder & { url: string };

const LINKED_SAMPLE: LinkedOrder = {
  ...SAMPLE_ORDER,
  url: "https://shop.example.com/orders/01900000-0000-7000-8000-000000000001#token=the-token",
};

/** Confirms a paid order. */
const orderConfirmation = defineMail({
  name: "order-confirmation",
  event: orderPaid,
  category: "transactional",
  resendable: true,
  load: (ctx, { order_id }) =>
    orderMail(ctx, order_id, async (order): Promise<LinkedOrder> => {
      return { ...orderView(order, ctx), url: await orderUrl(ctx, order_id) };
    }),
  samples: [
    LINKED_SAMPLE,
    {
      ...LINKED_SAMPLE,
      prices_include_tax: true,
      shipping_option: undefined,
      totals: { ...SAMPLE_ORDER.totals, discount: { amount: 0, currency: "USD" } },
    },
  ],
  render: (order: LinkedOrder, shop, { confirmation, ...words }) => {
    const { totals } = order;
    return {
      subject: confirmation.subject(order.number, shop.name),
      title: words.order(order.number),
      blocks: [
        confirmation.intro(order.number),
        {
          rows: [
            order.line_items.map((line) => ({ label: itemLine(line), value: words.money(line.total) })),
            [
              { label: confirmation.subtotal, value: words.money(totals.subtotal) },
              ...(totals.discount.amount > 0
                ? [{ label: confirmation.discount, value: `-${words.money(totals.discount)}` }]
                : []),
              {
                label: confirmation.shipping(order.shipping_option?.name),
                value: words.money(totals.shipping),
              },
              order.prices_include_tax
                ? { label: confirmation.taxIncluded, value: words.money(totals.tax_included) }
                : { label: confirmation.tax, value: words.money(totals.tax) },
              { label: confirmation.total, value: words.money(totals.total), strong: true },
            ],
          ],
        },
        { lines: [confirmation.shipsTo, ...addressLines(order.shipping_address)] },
        { label: words.seeOrder, url: order.url },
      ],
    };
  },
});

/** For money that arrived when the order could not be carried out any more, once it has been given back. */
const refundedTooLate = defineMail({
  name: "refunded-too-late",
  event: latePaymentRefunded,
  category: "transactional",
  resendable: true,
  load: (ctx, { order_id }) => orderMail(ctx, order_id, (order): MailedOrder => orderView(order, ctx)),
  samples: [SAMPLE_ORDER, { ...SAMPLE_ORDER, status: "cancelled" }],
  render: ({ number, status, totals }: MailedOrder, _shop, { tooLate, ...words }) => {
    const amount = words.money(totals.total);
    const why = status === "cancelled" ? tooLate.cancelled : tooLate.expired;
    return {
      subject: tooLate.subject(number),
      title: words.order(number),
      blocks: [why(amount, number), `${tooLate.refunded(amount)} ${words.banks}`, tooLate.sorry],
    };
  },
});

/** What staff wrote to the customer about an order, paragraph by paragraph. */
const orderNote = defineMail({
  name: "order-note",
  event: orderNoteAdded,
  category: "transactional",
  resendable: true,
  load: (ctx, { order_id, note_id }) =>
    orderMail(ctx, order_id, async ({ number }) => {
      const note = await findNote(ctx, note_id);
      // An erased order has no notes any more.
      return note && { number, body: note.body };
    }),
  samples: [{ number: SAMPLE_ORDER.number, body: "Your mugs are being made.\n\nThey take three days." }],
  render: ({ number, body }: { number: string; body: string }, shop, { note, ...words }) => ({
    subject: note.subject(number, shop.name),
    title: words.order(number),
    blocks: [note.intro(number, shop.name), ...paragraphs(body)],
  }),
});

export const orderMails = [orderConfirmation, refundedTooLate, orderNote] as const;
