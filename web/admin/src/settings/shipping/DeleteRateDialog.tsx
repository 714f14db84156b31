import { Typography } from "@mui/material";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { deleteRate, type Rate } from "./rate.ts";

/** Deletes a rate. */
export function DeleteRateDialog({ rate, onClose }: { rate: Rate; onClose: () => void }) {
  return (
    <FormDialog
      title={`Delete ${rate.name}?`}
      submitLabel="Delete rate"
      color="error"
      done="The rate was deleted."
      onClose={onClose}
      onSubmit={() => deleteRate(rate)}
    >
      <Typography>Shoppers are not offered it any more. Orders that were placed keep it.</Typography>
    </FormDialog>
  );
}
