import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { orderNotes, type NoteVisibility } from "./orders.table.ts";

export interface OrderNoteRow {
  id: string;
  order_id: string;
  visibility: NoteVisibility;
  body: string;
  actor_kind: string;
  actor_id: string | null;
  created_at: string;
}

const NOTES = sql`SELECT id, order_id, visibility, body, actor_kind, actor_id, created_at FROM order_notes`;

export function insertNoteStmt(note: typeof orderNotes.$inferInsert): Statement {
  return insertRows(orderNotes, [note]);
}

export function deleteNoteStmt(noteId: string): Statement {
  return sql`DELETE FROM order_notes WHERE id = ${noteId}`;
}

/** A note by its id. */
export function findNote(ctx: Ctx, noteId: string): Promise<OrderNoteRow | null> {
  return prepareStatement(ctx.env.DB, sql`${NOTES} WHERE id = ${noteId}`).first<OrderNoteRow>();
}

/** An order's notes, oldest first, from a position on; made to fit into a batch. */
export function notesStmt(
  orderId: string,
  page: { onlyForCustomer: boolean; after: Position | undefined; limit: number },
): Statement {
  const readable = page.onlyForCustomer ? sql` AND visibility = 'customer'` : sql``;
  const start = page.after ? sql` AND (created_at, id) > (${page.after.value}, ${page.after.id})` : sql``;
  return sql`${NOTES} WHERE order_id = ${orderId}${readable}${start} ORDER BY created_at, id LIMIT ${page.limit}`;
}
