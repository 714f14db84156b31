import type { Ctx } from "../../platform/ctx.ts";
import { type Money, money } from "../../platform/money.ts";
import { paymentUrl } from "../checkout/index.ts";
import { findOrder, outstandingOf, paymentsOf } from "../orders/index.ts";
import {
  findReturn,
  type Return,
  returnApproved,
  returnExchanged,
  returnReceived,
  returnRefunded,
  returnRejected,
  returnRequested,
  returnView,
} from "../returns/index.ts";
import type { Block, Letter } from "./mail-page.ts";
import { orderMail } from "./mail-recipients.ts";
import { type Addressed, defineMail } from "./mail-template.ts";
import { itemName, paragraphs } from "./mail-wording.ts";
import type { Words } from "./words/index.ts";

/** What mails tell of a return; `Return` has all of it. */
type MailedReturn = Pick<
  Return,
  "id" | "instructions" | "label" | "reason" | "rejection_reason" | "wants_exchange"
> & {
  line_items: readonly Pick<
    Return["line_items"][number],
    "name" | "options" | "quantity" | "restocked_quantity" | "written_off_quantity"
  >[];
};

/** Which order it is of, and the return. */
interface ReturnMail {
  number: string;
  returned: MailedReturn;
}

interface ReturnRef {
  order_id: string;
  return_id: string;
}

function returnOf<Data = ReturnMail>(
  ctx: Ctx,
  ref: ReturnRef,
  make: (about: { number: string; returned: Return }) => Promise<Data | null> | Data | null,
): Promise<Addressed<Data> | null> {
  return orderMail(ctx, ref.order_id, async ({ number }) => {
    const found = await findReturn(ctx, ref.return_id);
    return found && make({ number, returned: returnView(found, ctx) });
  });
}

const load = (ctx: Ctx, ref: ReturnRef) => returnOf<ReturnMail>(ctx, ref, (about) => about);

const ABOUT: ReturnMail = {
  number: "7K3FQ-9M2TX",
  returned: {
    id: "01980000-0000-7000-8000-000000000001",
    wants_exchange: false,
    line_items: [
      {
        name: "Enamel mug",
        options: { Colour: "Red" },
        quantity: 2,
        restocked_quantity: 1,
        written_off_quantity: 0,
      },
    ],
  },
};
const { number, returned } = ABOUT;

/** Says that the customer's wish has arrived. */
const requested = defineMail({
  name: "return-requested",
  event: returnRequested,
  category: "transactional",
  resendable: true,
  load,
  samples: [ABOUT],
  render: ({ number, returned }: ReturnMail, _shop, words) =>
    letter(number, words, words.returns.requested(number), [
      words.returns.wish(goods(returned)),
      words.returns.wait,
    ]),
});

/** Tells staff that somebody wants to return something. */
const requestedStaff = defineMail({
  name: "staff-return-requested",
  event: returnRequested,
  category: "staff",
  resendable: true,
  load: async (ctx, ref) => {
    const found = await load(ctx, ref);
    return found && { data: found.data, orderId: ref.order_id };
  },
  samples: [
    ABOUT,
    { number, returned: { ...returned, reason: "Too small.\nToo red.", wants_exchange: true } },
  ],
  render: ({ number, returned }: ReturnMail, _shop, { staff }) => ({
    subject: staff.returnRequested(number),
    title: staff.returnRequested(number),
    blocks: [
      staff.toBeReturned(goods(returned)),
      ...paragraphs(returned.reason),
      ...(returned.wants_exchange ? [staff.wantsExchange] : []),
      staff.returnId(returned.id),
    ],
  }),
});

/** Says that the goods may be sent, and how. */
const approved = defineMail({
  name: "return-approved",
  event: returnApproved,
  category: "transactional",
  resendable: true,
  load,
  samples: [
    ABOUT,
    {
      number,
      returned: { ...returned, instructions: "Pack them well.", label: "Returns\nDock 3\nLondon SW1Y 4JH" },
    },
  ],
  render: ({ number, returned }: ReturnMail, _shop, words) =>
    letter(number, words, words.returns.approved(number), [
      words.returns.send(goods(returned)),
      ...paragraphs(returned.instructions),
      ...(returned.label === undefined ? [] : [words.returns.label, ...paragraphs(returned.label)]),
    ]),
});

/** Says that the shop does not take the goods back, and why. */
const rejected = defineMail({
  name: "return-rejected",
  event: returnRejected,
  category: "transactional",
  resendable: true,
  load,
  samples: [{ number, returned: { ...returned, rejection_reason: "They have been used." } }],
  render: ({ number, returned }: ReturnMail, shop, words) =>
    letter(number, words, words.returns.rejected(number), [
      words.returns.refused(goods(returned)),
      ...paragraphs(returned.rejection_reason),
      words.mistake(shop.name),
    ]),
});

/** Says which of the goods have arrived. */
const received = defineMail({
  name: "return-received",
  event: returnReceived,
  category: "transactional",
  resendable: true,
  load,
  samples: [ABOUT],
  render: ({ number, returned }: ReturnMail, _shop, words) =>
    letter(number, words, words.returns.received(number), [words.returns.have(goods(returned, "received"))]),
});

interface Exchange {
  number: string;
  exchange: { number: string; payUrl: string | null; due: Money };
}

const EXCHANGE = { number: "8L4GR-1N3VY", payUrl: null, due: money(0, "USD") };

/** Says that something else is sent for what came back, and how to pay what it costs more. */
const exchanged = defineMail({
  name: "return-exchanged",
  event: returnExchanged,
  category: "transactional",
  resendable: true,
  load: (ctx, payload) =>
    returnOf<Exchange>(ctx, payload, async ({ number }) => {
      const order = await findOrder(ctx, payload.exchange_order_id);
      if (!order) return null;
      const due = money(outstandingOf(paymentsOf(order)), order.currency);
      return { number, exchange: { number: order.number, payUrl: await paymentUrl(ctx, order), due } };
    }),
  samples: [
    { number, exchange: EXCHANGE },
    {
      number,
      exchange: {
        ...EXCHANGE,
        payUrl: "https://shop.example.com/pay?token=the-token",
        due: money(1_250, "USD"),
      },
    },
  ],
  render: ({ number, exchange }: Exchange, _shop, words) => {
    const { payUrl, due } = exchange;
    const { returns } = words;
    const amount = words.money(due);
    const what = returns.exchanged(exchange.number);
    return letter(
      number,
      words,
      returns.exchange(number),
      payUrl === null
        ? [`${what} ${returns.free}`]
        : [`${what} ${returns.costs(amount)}`, { label: returns.pay(amount), url: payUrl }],
    );
  },
});

interface Refunded {
  number: string;
  amount: Money;
}

/** Says how much money goes back. */
const refunded = defineMail({
  name: "return-refunded",
  event: returnRefunded,
  category: "transactional",
  resendable: true,
  load: (ctx, ref) =>
    returnOf<Refunded>(ctx, ref, ({ number, returned: { refunds, refund_amount } }) => {
      const amount = refunds
        .filter(({ status }) => status !== "failed" && status !== "canceled")
        .reduce((sum, refund) => sum + refund.amount.amount, 0);
      // Nothing is told while all of it has failed, which staff are told of.
      return amount === 0 ? null : { number, amount: money(amount, refund_amount?.currency ?? "") };
    }),
  samples: [{ number, amount: money(1_999, "USD") }],
  render: ({ number, amount }: Refunded, _shop, words) =>
    letter(number, words, words.refund.subject(number), [
      `${words.returns.refunding(words.money(amount))} ${words.banks}`,
    ]),
});

function letter(orderNumber: string, words: Words, subject: string, blocks: Block[]): Letter {
  return { subject, title: words.returnOf(orderNumber), blocks };
}

function goods({ line_items: lines }: MailedReturn, which: "announced" | "received" = "announced"): string {
  return lines
    .map((line) => ({
      name: itemName(line),
      units: which === "announced" ? line.quantity : line.restocked_quantity + line.written_off_quantity,
    }))
    .filter(({ units }) => units > 0)
    .map(({ name, units }) => `${units} x ${name}`)
    .join("; ");
}

export const returnMails = [
  requested,
  requestedStaff,
  approved,
  rejected,
  received,
  exchanged,
  refunded,
] as const;
