import { BooleanInput, maxLength, minValue, NumberInput, required, TextInput } from "react-admin";

const isName = [required(), maxLength(100)];
const isPriority = [required(), minValue(0)];

/** The form of a location. The main one is always active. */
export function LocationFields({ isMain }: { isMain: boolean }) {
  return (
    <>
      <TextInput source="name" validate={isName} fullWidth />
      <NumberInput
        source="priority"
        validate={isPriority}
        min={0}
        step={1}
        helperText="Orders take from the lowest number first."
        fullWidth
      />
      <BooleanInput
        source="active"
        label="Active"
        disabled={isMain}
        helperText={
          isMain
            ? "The main location takes imports and back-orders, so it cannot be closed."
            : "A closed location gives nothing to new orders. What orders hold there stays held."
        }
      />
    </>
  );
}
