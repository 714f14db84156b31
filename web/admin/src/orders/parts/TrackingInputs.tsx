import { maxLength, TextInput } from "react-admin";

/** Who carries a parcel, and how to follow it. */
export function TrackingInputs() {
  return (
    <>
      <TextInput source="carrier" label="Carrier" helperText={false} validate={maxLength(100)} fullWidth />
      <TextInput
        source="tracking_number"
        label="Tracking number"
        helperText={false}
        validate={maxLength(100)}
        fullWidth
      />
      <TextInput
        source="tracking_url"
        label="Tracking address"
        helperText="Where the customer follows the parcel: https://…"
        validate={maxLength(2000)}
        fullWidth
      />
    </>
  );
}

export interface Tracking {
  carrier?: string | null;
  tracking_number?: string | null;
  tracking_url?: string | null;
}
