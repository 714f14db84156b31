import { dataOf } from "../../../../../client/index.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";
import { transitionOf, unless } from "../parts/transitions.ts";
import type { DraftOrder } from "../parts/types.ts";
import { SendDialog } from "./SendDialog.tsx";

/** What can be done with a draft, as it was saved. */
export function DraftActions({ draft, isDirty }: { draft: DraftOrder; isDirty: boolean }) {
  const params = { path: { id: draft.id }, header: ifMatch(draft) };
  const send = isDirty ? unless("Save what you changed first.") : transitionOf(draft, "send");
  return (
    <>
      <DialogButton label="Send" variant="contained" transition={send}>
        {(close) => <SendDialog draft={draft} onClose={close} />}
      </DialogButton>
      <DialogButton
        label="Cancel draft"
        variant="outlined"
        color="error"
        transition={transitionOf(draft, "cancel")}
      >
        {(close) => (
          <ConfirmDialog
            title="Give the draft up?"
            submitLabel="Cancel the draft"
            dismissLabel="Back"
            color="error"
            done="The draft was cancelled."
            onClose={close}
            act={() => dataOf(client.DELETE("/api/v1/draft-orders/{id}", { params }))}
          >
            It cannot be sent any more. The customer is not told.
          </ConfirmDialog>
        )}
      </DialogButton>
    </>
  );
}
