import { type Html, html } from "../../platform/html.ts";
import { money } from "../../platform/money.ts";
import { addressLines } from "./address-lines.ts";
import type { PrintedEntryRow } from "./order-print.repo.ts";
import type { Order } from "./orders.schema.ts";
import { block } from "./print.page.ts";
import type { Wording } from "./print-wording.ts";

const ENTRY_LABELS = { captured: "Paid", refunded: "Refunded", refund_failed: "Refund failed" } as const;

/** What an invoice says: the order's lines, taxes, sums, and what was paid and given back. */
export function invoiceContent(order: Order, entries: readonly PrintedEntryRow[], say: Wording): Html {
  const about = [
    `Order ${order.number}`,
    `Placed ${say.day(order.placed_at)}`,
    `Payment: ${order.payment_status.replaceAll("_", " ")}`,
    ...(order.status === "cancelled" || order.status === "expired" ? [`The order is ${order.status}`] : []),
  ];
  return html`<section>
      ${block("Invoice", about)}
      ${block("Billed to", [...addressLines(order.billing_address ?? order.shipping_address), order.email])}
      ${block("Ships to", addressLines(order.shipping_address))}
    </section>
    <table>
      <thead>
        <tr>
          <th>Item</th>
          <th class="number">Quantity</th>
          <th class="number">Price</th>
          <th class="number">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${order.line_items.filter((line) => line.quantity > 0).map((line) => lineRow(line, say))}
      </tbody>
      <tfoot>
        ${sumsOf(order, say).map(sumRow)}
      </tfoot>
    </table>
    ${entries.length === 0 ? "" : html`<h2>Payments</h2>`}
    <table>
      <tbody>
        ${entries.map((entry) => entryRow(entry, order.currency, say))}
        ${sumRow({ label: "Still to be paid", amount: say.amount(order.outstanding), strong: true })}
      </tbody>
    </table>`;
}

interface Sum {
  label: string;
  amount: string;
  strong?: boolean;
}

function sumsOf(
  { totals, shipping_option: option, prices_include_tax, tax_lines }: Order,
  say: Wording,
): Sum[] {
  const taxes = tax_lines.map((tax) => ({
    label: `${prices_include_tax ? "Including " : ""}${tax.name} (${say.rate(tax.rate_ppm)})`,
    amount: say.amount(tax.amount),
  }));
  const total = { label: "Total", amount: say.amount(totals.total), strong: true };
  return [
    { label: "Subtotal", amount: say.amount(totals.subtotal) },
    ...(totals.discount.amount > 0
      ? [{ label: "Discount", amount: say.amount(money(-totals.discount.amount, totals.discount.currency)) }]
      : []),
    { label: option ? `Shipping (${option.name})` : "Shipping", amount: say.amount(totals.shipping) },
    ...(prices_include_tax ? [total, ...taxes] : [...taxes, total]),
  ];
}

function lineRow(line: Order["line_items"][number], say: Wording): Html {
  const details = [line.sku, ...Object.entries(line.options).map(([name, value]) => `${name}: ${value}`)];
  return html`<tr>
    <td>${line.name}<br /><span class="quiet">${details.join(" · ")}</span></td>
    <td class="number">${line.quantity}</td>
    <td class="number">${say.amount(line.unit_price)}</td>
    <td class="number">${say.amount(line.total)}</td>
  </tr>`;
}

function sumRow({ label, amount, strong = false }: Sum): Html {
  return html`<tr class="${strong ? "strong" : ""}">
    <td colspan="3">${label}</td>
    <td class="number">${amount}</td>
  </tr>`;
}

function entryRow(entry: PrintedEntryRow, currency: string, say: Wording): Html {
  const method = entry.method === null ? "" : paidWith(JSON.parse(entry.method) as Record<string, string>);
  const amount = say.amount(money(entry.kind === "refunded" ? -entry.amount : entry.amount, currency));
  return sumRow({ label: `${ENTRY_LABELS[entry.kind]} ${say.day(entry.occurred_at)}${method}`, amount });
}

/** "by visa ending in 4242", as far as it is known. */
function paidWith({ type, brand, last4 }: Record<string, string | undefined>): string {
  const name = brand ?? type;
  if (name === undefined) return "";
  return ` by ${name}${last4 === undefined ? "" : ` ending in ${last4}`}`;
}
