import { Typography } from "@mui/material";
import { maxLength, required, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { DeadLetter } from "./dead-letter.ts";

/** Puts a dead letter away, for a reason that is kept. */
export function DiscardDialog({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  return (
    <FormDialog<{ reason: string }>
      title="Discard this dead letter?"
      submitLabel="Discard"
      color="error"
      done="It was discarded."
      onClose={onClose}
      onSubmit={({ reason }, key) =>
        dataOf(
          client.POST("/api/v1/ops/dead-letters/{id}/discard", {
            params: { path: { id: letter.id }, header: { "Idempotency-Key": key } },
            body: { reason },
          }),
        )
      }
    >
      <Typography variant="body2">
        {letter.subscriber} will never hear of this {letter.type}. Whatever it would have done, somebody has
        to do by hand.
      </Typography>
      <TextInput
        source="reason"
        label="Why"
        multiline
        minRows={2}
        validate={[required(), maxLength(1_000)]}
        helperText={false}
        autoFocus
      />
    </FormDialog>
  );
}
