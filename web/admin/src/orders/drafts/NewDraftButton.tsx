import AddIcon from "@mui/icons-material/Add";
import { email, required, TextInput, useRedirect } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { FormDialog } from "../../shared/FormDialog.tsx";

/** Begins a draft order. */
export function NewDraftButton() {
  const redirect = useRedirect();
  const send = async (values: { email: string }, key: string) => {
    const params = { header: { "Idempotency-Key": key } };
    const body = { email: values.email, line_items: [] };
    const draft = await dataOf(client.POST("/api/v1/draft-orders", { params, body }));
    redirect("show", "draft-orders", draft.id);
  };
  return (
    <DialogButton label="New draft order" size="small" startIcon={<AddIcon />}>
      {(close) => (
        <FormDialog<{ email: string }>
          title="New draft order"
          submitLabel="Begin"
          width="xs"
          onClose={close}
          onSubmit={send}
        >
          <TextInput
            source="email"
            label="The customer's e-mail"
            type="email"
            helperText="The link to pay goes there."
            validate={[required(), email()]}
            autoFocus
          />
        </FormDialog>
      )}
    </DialogButton>
  );
}
