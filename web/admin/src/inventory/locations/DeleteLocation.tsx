import { useDelete, useRedirect } from "react-admin";
import { Typography } from "@mui/material";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Location } from "../use-locations.ts";

/** Deletes a location that never had anything. */
export function DeleteLocation({ location }: { location: Location }) {
  const redirect = useRedirect();
  const [deleteOne] = useDelete<Location>();
  const remove = async () => {
    await deleteOne("locations", { id: location.id, previousData: location }, { returnPromise: true });
    redirect("list", "locations");
  };
  return (
    <DialogButton label="Delete" color="error">
      {(close) => (
        <FormDialog
          title={`Delete ${location.name}?`}
          submitLabel="Delete"
          color="error"
          onSubmit={remove}
          onClose={close}
          done="The location is deleted."
          width="xs"
        >
          <Typography>
            Only a location that never had anything can be deleted. Others can be closed.
          </Typography>
        </FormDialog>
      )}
    </DialogButton>
  );
}
