import { Typography } from "@mui/material";
import { ArrayInput, maxLength, required, SimpleFormIterator, TextInput } from "react-admin";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { PlaceFields } from "../PlaceFields.tsx";
import {
  createZone,
  replaceZone,
  toZoneInput,
  type Zone,
  ZONE_LABELS,
  type ZoneValues,
  zoneVersions,
} from "./zone.ts";

/** Adds a shipping zone, or changes its name and places. */
export function ZoneDialog({ zone, onClose }: { zone?: Zone; onClose: () => void }) {
  return (
    <FormDialog<ZoneValues>
      title={zone ? "Edit shipping zone" : "New shipping zone"}
      submitLabel={zone ? "Save" : "Create zone"}
      done={zone ? "Saved." : "The zone was created. Give it rates now."}
      width="md"
      defaults={zone ? toZoneInput(zone) : { regions: [{ country: "" }] }}
      labels={ZONE_LABELS}
      {...(zone ? { versions: (values: ZoneValues) => zoneVersions(zone, values) } : {})}
      onClose={onClose}
      onSubmit={(values, key) =>
        zone ? replaceZone(zone.id, toZoneInput(values), zone) : createZone(values, key)
      }
    >
      <TextInput source="name" validate={[required(), maxLength(100)]} helperText={false} autoFocus />
      <Typography variant="body2" color="text.secondary">
        Of the zones that have an address, the one with the narrowest place decides: postal codes before a
        region, a region before a country, a country before everywhere else.
      </Typography>
      <Typography variant="body2" color="text.secondary">
        Countries as DE, * for everywhere else; regions as NY, empty for all; postal codes as 10115, 75* or
        1000-1999.
      </Typography>
      <ArrayInput
        source="regions"
        label="Places"
        validate={required("Name at least one place.")}
        helperText={false}
      >
        <SimpleFormIterator inline disableReordering disableClear>
          <PlaceFields isCompact />
        </SimpleFormIterator>
      </ArrayInput>
    </FormDialog>
  );
}
