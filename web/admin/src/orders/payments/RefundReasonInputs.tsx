import { maxLength, SelectInput, TextInput } from "react-admin";
import { REASONS } from "./refund-values.ts";

/** Why money goes back. */
export function RefundReasonInputs({ isOther }: { isOther: boolean }) {
  return (
    <>
      <SelectInput
        source="reason"
        label="Reason"
        helperText={false}
        choices={[...REASONS]}
        emptyText="None"
      />
      {isOther && (
        <TextInput source="reason_text" label="Which one" helperText={false} validate={maxLength(500)} />
      )}
    </>
  );
}
