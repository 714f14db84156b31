import { MenuItem, Stack, TextField } from "@mui/material";
import { formatTime } from "../../shared/format.ts";
import { Section } from "../../shared/Section.tsx";
import { useValue } from "./use-value.ts";
import type { ProductValues } from "./values.ts";

const STATES = [
  { id: "draft", name: "Draft", hint: "Only staff see it." },
  { id: "active", name: "Active", hint: "On sale: shoppers see it." },
  { id: "archived", name: "Archived", hint: "No longer sold. Orders go on naming it." },
] as const;

/** Whether it is on sale, and from when. */
export function PublishingSection() {
  const status = useValue("status");
  const publishAt = useValue("publish_at");
  const hint = STATES.find(({ id }) => id === status.value)?.hint;
  return (
    <Section title="Publishing">
      <Stack spacing={2}>
        <TextField
          value={status.value}
          onChange={({ target }) => status.change(() => target.value as ProductValues["status"])}
          select
          fullWidth
          size="small"
          label="Status"
          error={status.error !== undefined}
          helperText={status.error ?? hint}
        >
          {STATES.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        {status.value === "draft" && (
          <TextField
            type="datetime-local"
            fullWidth
            size="small"
            label="Goes on sale at"
            value={localTime(publishAt.value)}
            onChange={({ target }) => publishAt.change(() => isoTime(target.value))}
            slotProps={{ inputLabel: { shrink: true } }}
            error={publishAt.error !== undefined}
            helperText={publishAt.error ?? publishHint(publishAt.value)}
          />
        )}
      </Stack>
    </Section>
  );
}

function publishHint(time: string): string {
  return time ? `By itself, ${formatTime(time)} in your time zone.` : "Left empty: when you make it active.";
}

/** As the browser's field takes it: the local time without a zone. */
function localTime(iso: string): string {
  if (!iso) return "";
  const time = new Date(iso);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function isoTime(local: string): string {
  return local ? new Date(local).toISOString() : "";
}
