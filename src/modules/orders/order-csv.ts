import { csvLine, spreadsheetText } from "../../platform/csv.ts";
import type { Address } from "../../platform/http/schemas.ts";
import { formatDecimal } from "../../platform/money.ts";
import { linesOf, outstandingOf, paymentsOf } from "./order.parts.ts";
import type { ExportedOrderRow } from "./order-export.repo.ts";
import { fulfillmentStatusOf, paymentStatusOf } from "./order-statuses.ts";
import type { PlacedShippingOption } from "./orders.table.ts";

const ADDRESS = [
  ...["Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone"],
] as const;

/** The columns of Shopify's export of orders that there is something for, in its order; then what it has no column for. */
const COLUMNS = [
  ...[
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Currency",
    "Subtotal",
  ],
  ...["Shipping", "Taxes", "Total", "Discount Amount", "Shipping Method", "Created at"],
  ...["Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem discount"],
  ...ADDRESS.map((column) => `Billing ${column}`),
  ...ADDRESS.map((column) => `Shipping ${column}`),
  ...[
    "Notes",
    "Cancelled at",
    "Payment Method",
    "Refunded Amount",
    "Outstanding Balance",
    "Id",
    "Tags",
    "Source",
  ],
  ...["Order Status", "Taxes Included"],
];

type Cells = Record<string, string>;

/** The first row of the file. */
export function orderCsvHeader(): string {
  return csvLine(COLUMNS);
}

/**
 * The rows of an order: one a line item, and what is said of the whole order only in the first of them, as Shopify has it. Amounts are
 * decimals, texts are safe to open in a spreadsheet. Pure.
 */
export function orderCsvRows(row: ExportedOrderRow): string {
  const lines = linesOf(row).filter((line) => line.quantity > 0);
  const own: Cells = { Name: row.number, Email: row.email, "Created at": row.placed_at };
  const rows = lines.map((line, index): Cells => ({
    ...own,
    ...(index === 0 ? orderCells(row) : {}),
    "Lineitem quantity": String(line.quantity),
    "Lineitem name": [line.name, ...Object.values(line.options)].join(" - "),
    "Lineitem price": formatDecimal(line.unit_price, row.currency),
    "Lineitem sku": line.sku,
    "Lineitem discount": formatDecimal(line.discount, row.currency),
  }));
  // An order of which every line was taken out is an order still.
  if (rows.length === 0) rows.push({ ...own, ...orderCells(row) });
  return rows.map((cells) => csvLine(COLUMNS.map((column) => spreadsheetText(cells[column] ?? "")))).join("");
}

function orderCells(row: ExportedOrderRow): Cells {
  const payments = paymentsOf(row);
  const closed = row.status === "expired" || row.status === "cancelled";
  const decimal = (amount: number) => formatDecimal(amount, row.currency);
  const option =
    row.shipping_option === null ? null : (JSON.parse(row.shipping_option) as PlacedShippingOption);
  const shipping = JSON.parse(row.shipping_address) as Address;
  const billing = row.billing_address === null ? shipping : (JSON.parse(row.billing_address) as Address);
  return {
    "Financial Status": paymentStatusOf(row, payments),
    "Paid at": row.paid_at ?? "",
    "Fulfillment Status": fulfillmentStatusOf(linesOf(row)),
    "Fulfilled at": row.fulfilled_at ?? "",
    Currency: row.currency,
    Subtotal: decimal(row.subtotal - row.discount),
    Shipping: decimal(row.shipping),
    Taxes: decimal(row.tax + row.tax_included),
    "Taxes Included": String(row.tax_included > 0),
    Total: decimal(row.total),
    "Discount Amount": decimal(row.discount),
    "Shipping Method": option?.name ?? "",
    ...addressCells("Billing", billing),
    ...addressCells("Shipping", shipping),
    Notes: row.note ?? "",
    "Cancelled at": row.cancelled_at ?? "",
    "Payment Method": row.paid_with ?? "",
    "Refunded Amount": decimal(payments.reduce((sum, { refunded }) => sum + refunded, 0)),
    "Outstanding Balance": decimal(closed ? 0 : outstandingOf(payments)),
    Id: row.id,
    Tags: (JSON.parse(row.tags) as string[]).join(", "),
    Source: row.source,
    "Order Status": row.status,
  };
}

function addressCells(kind: "Billing" | "Shipping", address: Address): Cells {
  return {
    [`${kind} Name`]: `${address.first_name} ${address.last_name}`,
    [`${kind} Street`]: [address.line1, address.line2].filter(Boolean).join(", "),
    [`${kind} Address1`]: address.line1,
    [`${kind} Address2`]: address.line2 ?? "",
    [`${kind} Company`]: address.company ?? "",
    [`${kind} City`]: address.city,
    [`${kind} Zip`]: address.postal_code ?? "",
    [`${kind} Province`]: address.region ?? "",
    [`${kind} Country`]: address.country,
    [`${kind} Phone`]: address.phone ?? "",
  };
}
