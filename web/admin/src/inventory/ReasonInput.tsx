import { maxLength, required, TextInput } from "react-admin";

const checks = [required(), maxLength(500)];

/** Why stock is changed: the ledger keeps it. */
export function ReasonInput({ helperText = "The ledger keeps it." }: { helperText?: string }) {
  return <TextInput source="reason" label="Reason" validate={checks} helperText={helperText} fullWidth />;
}
