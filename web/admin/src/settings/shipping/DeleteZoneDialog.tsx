import { Typography } from "@mui/material";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { deleteZone, type Zone } from "./zone.ts";

/** Deletes a zone: nothing is shipped to its places any more, unless another zone has them. */
export function DeleteZoneDialog({ zone, onClose }: { zone: Zone; onClose: () => void }) {
  return (
    <FormDialog
      title={`Delete ${zone.name}?`}
      submitLabel="Delete zone"
      color="error"
      done="The zone was deleted."
      onClose={onClose}
      next="/shipping-zones"
      onSubmit={() => deleteZone(zone)}
    >
      <Typography>
        Its {zone.rates.length} rates go with it. Nothing is shipped to its places any more, unless another
        zone has them. Orders that were placed keep their shipping.
      </Typography>
    </FormDialog>
  );
}
