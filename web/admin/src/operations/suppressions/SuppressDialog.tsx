import { email, RadioButtonGroupInput, required, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";

interface Values {
  email: string;
  scope: "all" | "marketing";
}

const SCOPES = [
  { id: "marketing", name: "No news: only mails about orders and the account" },
  { id: "all", name: "No mail at all" },
];

/** Sends an address no more mail, or no more news. */
export function SuppressDialog({ onClose }: { onClose: () => void }) {
  return (
    <FormDialog<Values>
      title="Suppress an address"
      submitLabel="Suppress"
      done="The address is suppressed."
      defaults={{ scope: "marketing" }}
      onClose={onClose}
      onSubmit={(body, key) =>
        dataOf(
          client.POST("/api/v1/notifications/suppressions", {
            params: { header: { "Idempotency-Key": key } },
            body,
          }),
        )
      }
    >
      <TextInput source="email" type="email" validate={[required(), email()]} helperText={false} autoFocus />
      <RadioButtonGroupInput source="scope" label="It gets" row={false} choices={SCOPES} helperText={false} />
    </FormDialog>
  );
}
