import { maxLength, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { given } from "../parts/given.ts";
import type { Return } from "../parts/types.ts";
import { stepParams } from "./step-params.ts";

interface Values {
  label?: string | null;
  instructions?: string | null;
}

/** Agrees to a return; the customer is told how to send it. */
export function ApproveDialog({ item, onClose }: { item: Return; onClose: () => void }) {
  return (
    <FormDialog<Values>
      title="Approve the return"
      submitLabel="Approve"
      onClose={onClose}
      onSubmit={async (values, key) =>
        dataOf(
          client.POST("/api/v1/returns/{id}/approve", {
            params: await stepParams(item, key),
            body: given(values),
          }),
        )
      }
      done="Approved. The customer gets a mail."
    >
      <TextInput
        source="instructions"
        label="Instructions"
        helperText="The customer reads them in the mail."
        multiline
        minRows={3}
        validate={maxLength(4000)}
      />
      <TextInput
        source="label"
        label="Label"
        helperText="What to put on the parcel: an address, or where to get a label."
        multiline
        validate={maxLength(4000)}
      />
    </FormDialog>
  );
}
