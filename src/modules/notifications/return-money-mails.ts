import { type Money, money } from "../../platform/money.ts";
import { paymentUrl } from "../checkout/index.ts";
import { findOrder, outstandingOf, paymentsOf } from "../orders/index.ts";
import { returnExchanged, returnRefunded } from "../returns/index.ts";
import { defineMail } from "./mail-template.ts";
import { ABOUT, letter, returnOf } from "./mailed-return.ts";

const { number } = ABOUT;

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

export const returnMoneyMails = [exchanged, refunded] as const;
