import { maxLength, required, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Return } from "../parts/types.ts";
import { stepParams } from "./step-params.ts";

/** Does not agree to a return; the customer is told why. */
export function RejectDialog({ item, onClose }: { item: Return; onClose: () => void }) {
  return (
    <FormDialog<{ reason: string }>
      title="Reject the return"
      submitLabel="Reject"
      color="error"
      onClose={onClose}
      onSubmit={async ({ reason }, key) =>
        dataOf(
          client.POST("/api/v1/returns/{id}/reject", {
            params: await stepParams(item, key),
            body: { reason },
          }),
        )
      }
      done="Rejected. The customer gets a mail."
    >
      <TextInput
        source="reason"
        label="Reason"
        helperText="The customer reads it in the mail."
        multiline
        minRows={3}
        validate={[required(), maxLength(1000)]}
      />
    </FormDialog>
  );
}
