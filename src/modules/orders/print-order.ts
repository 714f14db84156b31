import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { noRows } from "../../platform/db.ts";
import { notFound } from "../../platform/errors.ts";
import { readOrderWith } from "./get-order.ts";
import { invoiceContent } from "./invoice.page.ts";
import {
  printedEntriesStmt,
  type PrintedEntryRow,
  type PrintedFulfillmentRow,
  printedFulfillmentStmt,
} from "./order-print.repo.ts";
import { orderView } from "./orders.view.ts";
import { packingSlipContent } from "./packing-slip.page.ts";
import { printPage } from "./print.page.ts";
import { wordingOf } from "./print-wording.ts";

/**
 * An order's invoice as an HTML page. One round trip.
 * @throws auth.required; resource.not_found for everybody else's order
 */
export async function printInvoice(
  ctx: Ctx,
  input: { orderId: string; orderToken: string | undefined; locale: string },
): Promise<string> {
  const { orderId, orderToken, locale } = input;
  const { order, rows } = await readOrderWith<[PrintedEntryRow]>(ctx, orderId, orderToken, () => [
    printedEntriesStmt(orderId),
  ]);
  return printPage({
    title: `Invoice ${order.number}`,
    shop: ctx.config.SHOP_NAME,
    content: invoiceContent(orderView(order, ctx), rows[0], wordingOf(locale)),
  });
}

/**
 * What is to be put into a parcel, as an HTML page without prices: one fulfillment, or all that has not been sent. One round trip.
 * @throws auth.required, auth.forbidden; resource.not_found for an unknown order, or a fulfillment that is none of it
 */
export async function printPackingSlip(
  ctx: Ctx,
  input: { orderId: string; fulfillmentId: string | undefined; locale: string },
): Promise<string> {
  requirePermission(ctx, "order:manage");
  const { orderId, fulfillmentId, locale } = input;
  const { order, rows } = await readOrderWith<[PrintedFulfillmentRow]>(ctx, orderId, undefined, () => [
    fulfillmentId === undefined ? noRows : printedFulfillmentStmt(orderId, fulfillmentId),
  ]);
  const [fulfillment] = rows[0];
  if (fulfillmentId !== undefined && !fulfillment) throw notFound("The order has no such fulfillment.");
  return printPage({
    title: `Packing slip ${order.number}`,
    shop: ctx.config.SHOP_NAME,
    content: packingSlipContent(orderView(order, ctx), order, fulfillment, wordingOf(locale)),
  });
}
