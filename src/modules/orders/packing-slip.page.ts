import { type Html, html } from "../../platform/html.ts";
import { addressLines } from "./address-lines.ts";
import { sendingBlocked } from "./order-guards.ts";
import type { PrintedFulfillmentRow } from "./order-print.repo.ts";
import type { Order } from "./orders.schema.ts";
import type { OrderRow } from "./orders.repo.ts";
import { block } from "./print.page.ts";
import type { Wording } from "./print-wording.ts";

/** What goes into the parcel, without prices: the units of one fulfillment, or all that has not been sent yet. */
export function packingSlipContent(
  order: Order,
  row: Pick<OrderRow, "hold" | "credit_disputed">,
  fulfillment: PrintedFulfillmentRow | undefined,
  say: Wording,
): Html {
  const units = unitsOf(order, fulfillment);
  const lines = order.line_items.filter((line) => (units.get(line.id) ?? 0) > 0);
  const warning = warningOf(order, row, fulfillment);
  return html`${warning === undefined ? "" : html`<p class="warning">${warning}</p>`}
    <section>
      ${block("Ships to", [...addressLines(order.shipping_address), order.shipping_address.phone ?? ""])}
      ${block("Order", [order.number, `Placed ${say.day(order.placed_at)}`, order.shipping_option?.name ?? ""])}
      ${
        fulfillment
          ? block("Parcel", [fulfillment.carrier ?? "", fulfillment.tracking_number ?? "", fulfillment.id])
          : ""
      }
    </section>
    ${lines.length === 0 ? html`<p>There is nothing to be sent.</p>` : itemTable(lines, units)}
    ${
      order.note === undefined
        ? ""
        : html`<h2>From the customer</h2>
            <p class="words">${order.note}</p>`
    }`;
}

/** How many units of each line are in it. */
function unitsOf(order: Order, fulfillment: PrintedFulfillmentRow | undefined): ReadonlyMap<string, number> {
  if (!fulfillment) {
    return new Map(order.line_items.map((line) => [line.id, line.quantity - line.shipped_quantity]));
  }
  const lines = JSON.parse(fulfillment.lines) as { order_line_id: string; quantity: number }[];
  return new Map(lines.map((line) => [line.order_line_id, line.quantity]));
}

/** Why the parcel must not go out; who packs reads nothing else. */
function warningOf(
  order: Order,
  row: Pick<OrderRow, "hold" | "credit_disputed">,
  fulfillment: PrintedFulfillmentRow | undefined,
): string | undefined {
  if (fulfillment?.status === "cancelled") return "Do not send: this fulfillment was cancelled.";
  if (order.status === "cancelled" || order.status === "expired")
    return `Do not send: the order is ${order.status}.`;
  if (order.status === "pending_payment" || order.status === "payment_failed")
    return "Do not send: it is not paid.";
  const blocked = sendingBlocked(row);
  return blocked === undefined ? undefined : `Do not send: ${blocked}.`;
}

function itemTable(lines: Order["line_items"], units: ReadonlyMap<string, number>): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Item</th>
        <th>SKU</th>
        <th class="number">Quantity</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map(
        (line) =>
          html`<tr>
            <td>
              ${[line.name, ...Object.values(line.options)].join(", ")}
              ${line.note === undefined ? "" : html`<br /><span class="quiet">${line.note}</span>`}
            </td>
            <td>${line.sku}</td>
            <td class="number">${units.get(line.id)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
