import { Typography } from "@mui/material";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { deleteTaxRate, type TaxRate } from "./tax-rate.ts";

/** Deletes a tax rate. */
export function DeleteTaxRateDialog({ rate, onClose }: { rate: TaxRate; onClose: () => void }) {
  return (
    <FormDialog
      title={`Delete ${rate.name}?`}
      submitLabel="Delete rate"
      color="error"
      done="The tax rate was deleted."
      onClose={onClose}
      onSubmit={() => deleteTaxRate(rate)}
    >
      <Typography>
        It is not charged any more. Orders that were placed keep what they were charged.
      </Typography>
    </FormDialog>
  );
}
