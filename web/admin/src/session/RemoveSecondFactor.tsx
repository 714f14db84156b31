import { Typography } from "@mui/material";
import { dataOf } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { forgetStaff } from "../api/session.ts";
import { FormDialog } from "../shared/FormDialog.tsx";

/** Asks before the account is left with its password alone. */
export function RemoveSecondFactor({ onClose }: { onClose: () => void }) {
  const remove = async () => {
    await dataOf(client.DELETE("/api/v1/auth/totp"));
    forgetStaff();
  };
  return (
    <FormDialog
      title="Remove the second factor?"
      submitLabel="Remove it"
      color="error"
      width="xs"
      done="The second factor is removed."
      onSubmit={remove}
      onClose={onClose}
    >
      <Typography>
        From then on, your password alone opens this account. The recovery codes end, too.
      </Typography>
    </FormDialog>
  );
}
