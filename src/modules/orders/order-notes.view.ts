import type { OrderNoteRow } from "./order-notes.repo.ts";

/** A note as it is answered: customers do not learn who of the staff wrote it. */
export function orderNoteView(row: OrderNoteRow, isStaff: boolean) {
  const { actor_kind: kind, actor_id: id, ...note } = row;
  return isStaff ? { ...note, author: { kind, ...(id === null ? {} : { id }) } } : note;
}
