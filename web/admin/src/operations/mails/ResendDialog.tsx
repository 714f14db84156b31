import { Typography } from "@mui/material";
import { email, TextInput } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";

/** Sends a mail again, to its reader or to another address. */
export function ResendDialog({ mail, onClose }: { mail: Schema<"Notification">; onClose: () => void }) {
  return (
    <FormDialog<{ to: string | null }>
      title="Send the mail again"
      submitLabel="Send"
      done="The mail is on its way."
      onClose={onClose}
      onSubmit={({ to }, key) =>
        dataOf(
          client.POST("/api/v1/notifications/{id}/resend", {
            params: { path: { id: mail.id }, header: { "Idempotency-Key": key } },
            body: to ? { to } : {},
          }),
        )
      }
    >
      <Typography variant="body2" color="text.secondary">
        It is made anew, as it reads now, and gets its own record.
      </Typography>
      <TextInput
        source="to"
        label="Another address"
        type="email"
        validate={email()}
        helperText={`Empty: to ${mail.recipient}`}
      />
    </FormDialog>
  );
}
