import { maxLength, TextInput } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";

interface Props {
  finding: Schema<"ReconciliationFinding">;
  onClose: () => void;
}

/** Notes that a finding was dealt with. */
export function ResolveDialog({ finding, onClose }: Props) {
  const send = ({ note }: { note?: string | null }, key: string) => {
    const params = { path: { id: finding.id }, header: { "Idempotency-Key": key } };
    const body = note ? { note } : {};
    return dataOf(client.POST("/api/v1/payments/reconciliation/findings/{id}/resolve", { params, body }));
  };
  return (
    <FormDialog<{ note?: string | null }>
      title="Was it dealt with?"
      submitLabel="Resolve"
      onClose={onClose}
      onSubmit={send}
      done="Noted."
    >
      <TextInput
        source="note"
        label="What was done"
        helperText="Kept in the audit log. The same matter comes back with other details only."
        multiline
        minRows={2}
        validate={maxLength(1000)}
      />
    </FormDialog>
  );
}
