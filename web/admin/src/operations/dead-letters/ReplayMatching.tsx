import { Typography } from "@mui/material";
import { useListContext, useNotify } from "react-admin";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { type DeadLetter, type DeadLetterFilter, replayMany } from "./dead-letter.ts";

/** Tries all open dead letters of the list's filter again. */
export function ReplayMatching() {
  const list = useListContext<DeadLetter>();
  const filter = list.filterValues as DeadLetterFilter;
  const notify = useNotify();
  const isOpenList = (filter.status ?? "open") === "open";
  if (!isOpenList || (list.data ?? []).length === 0) return null;
  const which = [filter.type && `of type ${filter.type}`, filter.subscriber && `for ${filter.subscriber}`]
    .filter(Boolean)
    .join(" ");
  return (
    <DialogButton label={which ? "Replay all that match" : "Replay all"} size="small">
      {(close) => (
        <FormDialog
          title="Replay dead letters?"
          submitLabel="Replay"
          onClose={close}
          onSubmit={async (_, key) => {
            const { type, subscriber } = filter;
            const { replayed, has_more: hasMore } = await replayMany(
              { ...(type ? { type } : {}), ...(subscriber ? { subscriber } : {}) },
              key,
            );
            notify(`${replayed} are tried again.${hasMore ? " More are open: replay once more." : ""}`, {
              type: "success",
            });
          }}
        >
          <Typography>
            All open dead letters {which} are tried again, the latest first, up to 500 at once. A subscriber
            that has processed an event before does nothing.
          </Typography>
        </FormDialog>
      )}
    </DialogButton>
  );
}
