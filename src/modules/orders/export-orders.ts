import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { encodeCursor, type Pagination } from "../../platform/pagination.ts";
import { filterOf, type ListOrders, orderPosition, pageAfter } from "./list-orders.ts";
import { orderCsvHeader, orderCsvRows } from "./order-csv.ts";
import { findExportedOrders, findPlaceBeforeMore } from "./order-export.repo.ts";
import type { OrderPage } from "./orders.repo.ts";

/** So many orders are in memory at a time. */
const ORDERS_A_READ = 200;

/**
 * Up to `limit` orders of a selection as CSV, read while they are sent. Where the next file goes on is known beforehand, and the file
 * ends there whatever is placed meanwhile. When the database fails on the way the stream does: a file that ends is whole.
 */
export async function exportOrders(
  ctx: Ctx,
  { limit, cursor, ...selection }: ListOrders,
): Promise<{ csv: ReadableStream<Uint8Array>; pagination: Pagination }> {
  const filter = filterOf(selection);
  const first = pageAfter(selection, cursor, ORDERS_A_READ);
  const last = await findPlaceBeforeMore(ctx, filter, first, limit);
  const isBeyond = (row: { placed_at: string; id: string }) =>
    last !== undefined && isAfter(row, last, first.descending);
  let page: OrderPage | undefined = first;
  let left = limit;
  const encoder = new TextEncoder();
  const csv = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(orderCsvHeader()));
    },
    async pull(controller) {
      if (!page) {
        controller.close();
        return;
      }
      try {
        const rows = await findExportedOrders(ctx, filter, { ...page, limit: Math.min(ORDERS_A_READ, left) });
        const wanted = rows.filter((row) => !isBeyond(row));
        left -= wanted.length;
        const end = rows.at(-1);
        const isDone = left === 0 || rows.length < ORDERS_A_READ || wanted.length < rows.length;
        page = isDone || !end ? undefined : { ...page, after: orderPosition(selection, end) };
        if (wanted.length > 0) controller.enqueue(encoder.encode(wanted.map(orderCsvRows).join("")));
        if (!page) controller.close();
      } catch (error) {
        ctx.log.error("an export of orders broke off", describeError(error));
        controller.error(error);
      }
    },
  });
  const next = last === undefined ? null : encodeCursor(orderPosition(selection, last));
  return { csv, pagination: { limit, next_cursor: next, has_more: next !== null } };
}

function isAfter(
  row: { placed_at: string; id: string },
  place: { placed_at: string; id: string },
  descending: boolean,
): boolean {
  const [a, b] = descending ? [place, row] : [row, place];
  return a.placed_at > b.placed_at || (a.placed_at === b.placed_at && a.id > b.id);
}
