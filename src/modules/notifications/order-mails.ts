import { type Html, html } from "../../platform/html.ts";
import type { Mail } from "../../platform/mailer.ts";
import { formatMoney } from "../../platform/money.ts";
import { addressLines, type Order } from "../orders/index.ts";
import { letterMail, mailPage, type Shop } from "./mail-page.ts";

/** The mail that confirms a paid order. */
export async function orderConfirmationMail(order: Order, shop: Shop): Promise<Mail> {
  const rows = order.line_items.map((line) => ({
    label: `${line.quantity} x ${[line.name, ...Object.values(line.options)].join(", ")}`,
    amount: formatMoney(line.total),
  }));
  const sums = [
    { label: "Subtotal", amount: formatMoney(order.totals.subtotal) },
    ...(order.totals.discount.amount > 0
      ? [{ label: "Discount", amount: `-${formatMoney(order.totals.discount)}` }]
      : []),
    {
      label: order.shipping_option ? `Shipping (${order.shipping_option.name})` : "Shipping",
      amount: formatMoney(order.totals.shipping),
    },
    ...(order.prices_include_tax
      ? [{ label: "Tax included", amount: formatMoney(order.totals.tax_included) }]
      : [{ label: "Tax", amount: formatMoney(order.totals.tax) }]),
    { label: "Total", amount: formatMoney(order.totals.total) },
  ];
  const address = addressLines(order.shipping_address);
  const intro = `Thank you for your order ${order.number}. We have received your payment and are getting it ready.`;
  return {
    to: order.email,
    subject: `Your order ${order.number} at ${shop.name}`,
    text: [
      intro,
      "",
      ...rows.map((row) => `${row.label}: ${row.amount}`),
      "",
      ...sums.map((row) => `${row.label}: ${row.amount}`),
      "",
      "Ships to:",
      ...address,
      "",
      shop.name,
    ].join("\n"),
    html: await mailPage(
      `Order ${order.number}`,
      html`<p>${intro}</p>
        <table role="presentation" width="100%" cellpadding="6" style="border-collapse:collapse">
          ${rows.map((row) => tableRow(row, false))}
          ${sums.map((row) => tableRow(row, row.label === "Total"))}
        </table>
        <p>Ships to:<br />${address.map((line) => html`${line}<br />`)}</p>`,
      shop,
    ),
  };
}

/** The mail for money that arrived when the order could not be carried out any more, once it has been given back. */
export async function refundedTooLateMail(order: Order, shop: Shop): Promise<Mail> {
  const amount = formatMoney(order.totals.total);
  const why =
    order.status === "cancelled"
      ? "after it had been cancelled."
      : "after the time we could hold your items, and they have been sold since.";
  return letterMail(
    {
      to: order.email,
      subject: `Your payment for order ${order.number} was refunded`,
      title: `Order ${order.number}`,
      blocks: [
        `Your payment of ${amount} for order ${order.number} reached us ${why}`,
        `We have refunded ${amount} to the payment method you used. Banks usually show it within 5 to 10 days.`,
        "We are sorry. You are welcome to order again.",
      ],
    },
    shop,
  );
}

function tableRow(row: { label: string; amount: string }, strong: boolean): Html {
  const style = `border-bottom:1px solid #e5e5e5${strong ? ";font-weight:bold" : ""}`;
  return html`<tr>
    <td style="${style}">${row.label}</td>
    <td align="right" style="${style}">${row.amount}</td>
  </tr>`;
}
