import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict } from "../../platform/errors.ts";
import { changeOrder } from "./change-order.ts";
import { insertNoteStmt, type OrderNoteRow } from "./order-notes.repo.ts";
import { orderNoteAdded } from "./orders.events.ts";
import { happening } from "./orders.machine.ts";
import type { NoteVisibility } from "./orders.table.ts";
import { isErased } from "./orders.view.ts";

/**
 * Writes a note to an order. One for the customer is mailed, once. What it says stands in its own row alone, so that it can be erased.
 * @throws resource.not_found; resource.conflict for an order whose person was erased
 */
export function addNote(
  ctx: Ctx,
  input: { orderId: string; body: string; visibility: NoteVisibility },
): Promise<OrderNoteRow> {
  const { orderId, body, visibility } = input;
  const note: OrderNoteRow = {
    id: ctx.newId(),
    order_id: orderId,
    visibility,
    body,
    actor_kind: ctx.actor.kind,
    actor_id: actorId(ctx.actor),
    created_at: isoTime(ctx.now()),
  };
  const data = { note_id: note.id, visibility };
  return changeOrder(ctx, orderId, (order) => {
    // Nothing would ever erase it again.
    if (isErased(order))
      throw conflict("The person behind the order was erased: nothing is written about it any more.");
    return {
      steps: [happening(order, "note_added", data)],
      statements: [
        insertNoteStmt({
          ...note,
          orderId,
          actorKind: note.actor_kind,
          actorId: note.actor_id,
          createdAt: note.created_at,
        }),
      ],
      audit: { action: "order.add_note", after: data },
      events: visibility === "customer" ? [orderNoteAdded({ order_id: orderId, note_id: note.id })] : [],
      result: note,
    };
  });
}
