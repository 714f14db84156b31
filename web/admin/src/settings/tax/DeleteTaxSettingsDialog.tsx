import { Typography } from "@mui/material";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { deleteTaxSettings, type TaxSettings, whereText } from "./tax-settings.ts";

/** Lets what holds in all other countries hold in this one, too. */
export function DeleteTaxSettingsDialog({
  settings,
  onClose,
}: {
  settings: TaxSettings;
  onClose: () => void;
}) {
  return (
    <FormDialog
      title={`Delete the tax settings of ${whereText(settings)}?`}
      submitLabel="Delete"
      color="error"
      done="They were deleted."
      onClose={onClose}
      onSubmit={() => deleteTaxSettings(settings)}
    >
      <Typography>Those of all other countries hold there then.</Typography>
    </FormDialog>
  );
}
