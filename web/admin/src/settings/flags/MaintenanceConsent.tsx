import { Alert } from "@mui/material";
import { BooleanInput } from "react-admin";

/** What maintenance means, and that it is meant. */
export function MaintenanceConsent() {
  return (
    <Alert severity="error" sx={{ "& .MuiAlert-message": { minWidth: 0 } }}>
      <strong>The shop stops selling.</strong> Everybody who wants to change something is refused with 503:
      carts, orders, payments, and all work in this panel but operations. Reading goes on.
      <BooleanInput
        source="consent"
        label="I want to stop all changes"
        validate={(value: unknown) => (value === true ? undefined : "Say that you want it.")}
        helperText={false}
      />
    </Alert>
  );
}
