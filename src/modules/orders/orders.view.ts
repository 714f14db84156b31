import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Address } from "../../platform/http/schemas.ts";
import { money } from "../../platform/money.ts";
import { explainedView, partTaxesView, type TaxLine, taxLinesView, totalsView } from "../pricing/index.ts";
import { linesOf, outstandingOf, paymentsOf } from "./order.parts.ts";
import { holdOf, orderTransitionsView } from "./order-guards.ts";
import { fulfillmentStatusOf, paymentStatusOf } from "./order-statuses.ts";
import type { OrderRow } from "./orders.repo.ts";
import type { Order } from "./orders.schema.ts";
import { ERASED_EMAIL, type PlacedPricing, type PlacedShippingOption } from "./orders.table.ts";

/** Who reads an order. */
type Reader = Pick<Ctx, "actor" | "config">;

/**
 * The ETag's version of an order: it changes with the order's steps and with each of its payments, and when the order gets an
 * owner that the reader may see or loses its personal data, which are no steps. Staff, who see more, have their own.
 */
export function orderVersion(row: OrderRow, reader: Reader): string {
  const payments = paymentsOf(row);
  const staff = hasPermission(reader, "order:manage") ? "s" : "";
  const marks = `${ownerSeenBy(row, reader) === undefined ? "" : "c"}${isErased(row) ? "e" : ""}${staff}`;
  return [`${row.version}${marks}`, ...payments.map((payment) => payment.version)].join(".");
}

/** Whether the person behind the order has been taken out of it. */
export function isErased(row: Pick<OrderRow, "email">): boolean {
  return row.email === ERASED_EMAIL;
}

/** Whose order it is, for staff and the owner. The holder of a guest's token must not learn who has an account. */
function ownerSeenBy({ customer_id: owner }: OrderRow, reader: Reader): string | undefined {
  if (owner === null) return undefined;
  const { actor } = reader;
  const isOwner = actor.kind === "user" && actor.id === owner;
  return isOwner || hasPermission(reader, "order:manage") ? owner : undefined;
}

/** The order as it is answered to this reader. The payment and fulfillment axes are derived from their own rows. */
export function orderView(row: OrderRow, reader: Reader): Order {
  const { currency } = row;
  const isStaff = hasPermission(reader, "order:manage");
  const owner = ownerSeenBy(row, reader);
  const lines = linesOf(row);
  const payments = paymentsOf(row);
  const option =
    row.shipping_option === null ? null : (JSON.parse(row.shipping_option) as PlacedShippingOption);
  const taxLines = JSON.parse(row.tax_lines) as TaxLine[];
  const pricing = pricingOf(row);
  const hold = holdOf(row);
  const closed = row.status === "expired" || row.status === "cancelled";
  const open = row.status === "pending_payment" || row.status === "payment_failed";
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    payment_status: paymentStatusOf(row, payments),
    fulfillment_status: fulfillmentStatusOf(lines),
    currency,
    email: row.email,
    ...(owner === undefined ? {} : { customer_id: owner }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.locale === null ? {} : { locale: row.locale }),
    line_items: lines.map(
      ({
        image_url,
        note,
        removed,
        fulfilled,
        shipped,
        delivered,
        in_return,
        returned,
        refunded,
        refunded_removed: _,
        ...line
      }) => ({
        ...line,
        removed_quantity: removed,
        fulfilled_quantity: fulfilled,
        shipped_quantity: shipped,
        delivered_quantity: delivered,
        returning_quantity: in_return,
        returned_quantity: returned,
        refunded_quantity: refunded,
        unit_price: money(line.unit_price, currency),
        discount: money(line.discount, currency),
        tax: money(line.tax, currency),
        tax_included: money(line.tax_included, currency),
        taxes: partTaxesView(line.taxes, taxLines, currency),
        total: money(line.total, currency),
        ...(image_url === null ? {} : { image_url }),
        ...(note === null ? {} : { note }),
      }),
    ),
    shipping_address: JSON.parse(row.shipping_address) as Address,
    ...(row.billing_address === null ? {} : { billing_address: JSON.parse(row.billing_address) as Address }),
    ...(option
      ? { shipping_option: { id: option.id, name: option.name, price: money(option.amount, currency) } }
      : {}),
    tax_lines: taxLinesView(taxLines, currency),
    shipping_taxes: partTaxesView(pricing.shippingTaxes, taxLines, currency),
    prices_include_tax: pricing.pricesIncludeTax,
    totals: totalsView({ ...row, taxIncluded: row.tax_included }, currency),
    payments: payments.map((payment) => ({
      id: payment.id,
      purpose: payment.purpose,
      status: payment.status,
      amount: money(payment.amount, currency),
      authorized: money(payment.authorized, currency),
      captured: money(payment.captured, currency),
      refunded: money(payment.refunded, currency),
      disputed: money(payment.disputed, currency),
    })),
    outstanding: money(closed ? 0 : outstandingOf(payments), currency),
    ...(hold === null ? {} : { on_hold: hold }),
    ...(isStaff ? { tags: JSON.parse(row.tags) as string[] } : {}),
    source: row.source,
    placed_at: row.placed_at,
    ...(open && row.expires_at !== null ? { expires_at: row.expires_at } : {}),
    allowed_transitions: orderTransitionsView(row, lines, payments, isStaff),
    version: row.version,
  };
}

/** Why the order costs what it costs: the rules that were looked at when it was placed. */
export function explanationView(row: OrderRow) {
  const { pricesIncludeTax, rounding, explanation } = pricingOf(row);
  return {
    totals: totalsView({ ...row, taxIncluded: row.tax_included }, row.currency),
    prices_include_tax: pricesIncludeTax,
    rounding,
    rules: explanation.map((each) => explainedView(each, row.currency)),
  };
}

const FIRST_RELEASE: PlacedPricing = {
  pricesIncludeTax: false,
  rounding: "order",
  shippingTaxes: [],
  explanation: [],
};

function pricingOf({ pricing }: OrderRow): PlacedPricing {
  return pricing === null ? FIRST_RELEASE : (JSON.parse(pricing) as PlacedPricing);
}
