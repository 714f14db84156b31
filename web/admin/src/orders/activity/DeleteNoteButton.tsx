import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";

/** Deletes an internal note. That there was one stays in the timeline. */
export function DeleteNoteButton({ orderId, noteId }: { orderId: string; noteId: string }) {
  const params = { path: { id: orderId, note_id: noteId } };
  return (
    <DialogButton label="Delete note" size="small" color="inherit">
      {(close) => (
        <ConfirmDialog
          title="Delete the note?"
          submitLabel="Delete it"
          color="error"
          done="The note was deleted."
          onClose={close}
          act={() => dataOf(client.DELETE("/api/v1/orders/{id}/notes/{note_id}", { params }))}
        >
          Its words are gone for good. The timeline keeps that there was a note.
        </ConfirmDialog>
      )}
    </DialogButton>
  );
}
