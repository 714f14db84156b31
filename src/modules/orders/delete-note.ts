import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { changeOrder } from "./change-order.ts";
import { deleteNoteStmt, findNote } from "./order-notes.repo.ts";
import { noteWasSent } from "./orders.errors.ts";
import { happening } from "./orders.machine.ts";

/**
 * Deletes an internal note. The timeline keeps that there was one, and who deleted it. What the customer was told stays.
 * @throws resource.not_found; order.note_was_sent
 */
export function deleteNote(ctx: Ctx, input: { orderId: string; noteId: string }): Promise<void> {
  const { orderId, noteId } = input;
  return changeOrder(ctx, orderId, async (order) => {
    const note = await findNote(ctx, noteId);
    if (note?.order_id !== orderId) throw notFound("The order has no such note.");
    if (note.visibility === "customer") throw noteWasSent("The customer has been told this: it stays.");
    const data = { note_id: noteId };
    return {
      steps: [happening(order, "note_deleted", data)],
      statements: [deleteNoteStmt(noteId)],
      audit: { action: "order.delete_note", before: data },
      result: undefined,
    };
  });
}
