import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { readOrderWith } from "./get-order.ts";
import { type OrderNoteRow, notesStmt } from "./order-notes.repo.ts";
import { orderNoteView } from "./order-notes.view.ts";

/**
 * One keyset page of an order's notes, oldest first: all for staff, those for the customer for who may see the order. One round trip.
 * @throws auth.required; resource.not_found for everybody else's order
 */
export async function listNotes(
  ctx: Ctx,
  input: { orderId: string; orderToken: string | undefined; limit: number; cursor?: string | undefined },
) {
  const { orderId, orderToken, limit } = input;
  const sort = `notes:${orderId}`;
  const after = decodeCursor(input.cursor, sort);
  const { isStaff, rows } = await readOrderWith<[OrderNoteRow]>(ctx, orderId, orderToken, (staff) => [
    notesStmt(orderId, { onlyForCustomer: !staff, after, limit: limit + 1 }),
  ]);
  const { rows: page, pagination } = pageOf(rows[0], limit, (row) => ({
    sort,
    value: row.created_at,
    id: row.id,
  }));
  return { data: page.map((row) => orderNoteView(row, isStaff)), pagination };
}
