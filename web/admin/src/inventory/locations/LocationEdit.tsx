import { Button, Stack } from "@mui/material";
import { SaveButton, SimpleForm, Toolbar, useRecordContext } from "react-admin";
import { Link } from "react-router-dom";
import { listLink } from "../../shared/list-link.ts";
import { SafeEdit } from "../../shared/SafeEdit.tsx";
import type { Location } from "../use-locations.ts";
import { DeleteLocation } from "./DeleteLocation.tsx";
import { LocationFields } from "./LocationFields.tsx";

const LABELS = { name: "Name", priority: "Priority", active: "Active" };

/** Renames a location, changes its priority, opens or closes it. */
export default function LocationEdit() {
  return (
    <SafeEdit labels={LABELS} saved="The location is saved." actions={false} sx={{ maxWidth: 640, mt: 2 }}>
      <SimpleForm toolbar={<Actions />}>
        <Fields />
      </SimpleForm>
    </SafeEdit>
  );
}

function Fields() {
  const location = useRecordContext<Location>();
  return <LocationFields isMain={location?.is_main ?? false} />;
}

function Actions() {
  const location = useRecordContext<Location>();
  return (
    <Toolbar>
      <Stack direction="row" spacing={1} sx={{ width: "100%", alignItems: "center" }}>
        <SaveButton />
        {location && (
          <Button component={Link} to={listLink("inventory", { location_id: location.id })}>
            Its stock
          </Button>
        )}
        <span style={{ flex: 1 }} />
        {location && !location.is_main && <DeleteLocation location={location} />}
      </Stack>
    </Toolbar>
  );
}
