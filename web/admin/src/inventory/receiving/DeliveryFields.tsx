import { MenuItem, Stack, TextField } from "@mui/material";
import { useEffect } from "react";
import { useLocations } from "../use-locations.ts";
import type { Draft } from "./draft.ts";

interface Props {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

/** Where a delivery comes to, and what it is called. */
export function DeliveryFields({ draft: { locationId, reference, reason }, onChange }: Props) {
  const locations = useLocations();
  const main = locations.find(({ is_main: isMain }) => isMain)?.id;
  const isKnown = locations.some(({ id }) => id === locationId);
  useEffect(() => {
    if (main !== undefined && !isKnown) onChange({ locationId: main });
  }, [main, isKnown, onChange]);
  return (
    <Stack direction={{ xs: "column", sm: "row" }} spacing={2}>
      <TextField
        select
        label="Location"
        value={isKnown ? locationId : ""}
        onChange={(event) => onChange({ locationId: event.target.value })}
      >
        {locations.map(({ id, name, active }) => (
          <MenuItem key={id} value={id}>
            {active ? name : `${name} (closed)`}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="Reference"
        helperText="The delivery note's number, say."
        value={reference}
        onChange={(event) => onChange({ reference: event.target.value })}
        slotProps={{ htmlInput: { maxLength: 100 } }}
      />
      <TextField
        label="Reason"
        helperText="Not needed."
        value={reason}
        onChange={(event) => onChange({ reason: event.target.value })}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </Stack>
  );
}
