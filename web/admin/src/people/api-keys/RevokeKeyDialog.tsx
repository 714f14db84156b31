import { Typography } from "@mui/material";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";

/** Ends a key for good. */
export function RevokeKeyDialog({
  apiKey: { id, name },
  onClose,
}: {
  apiKey: Schema<"ApiKey">;
  onClose: () => void;
}) {
  return (
    <FormDialog
      title={`Revoke ${name}?`}
      submitLabel="Revoke key"
      color="error"
      done="The key was revoked."
      onClose={onClose}
      onSubmit={() => dataOf(client.DELETE("/api/v1/auth/api-keys/{id}", { params: { path: { id } } }))}
    >
      <Typography>
        Whatever uses the key is refused from now on. All keys that were made with it end, too. This cannot be
        undone.
      </Typography>
    </FormDialog>
  );
}
