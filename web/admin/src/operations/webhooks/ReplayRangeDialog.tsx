import { Typography } from "@mui/material";
import { required, SelectInput, useNotify } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { hoursAgo } from "../../shared/ago.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { formatTime } from "../../shared/format.ts";
import { TimeInput } from "../../shared/TimeInput.tsx";
import type { Endpoint } from "./endpoint.ts";

interface Range {
  from: string;
  to: string;
  status: "failed" | "succeeded" | "both";
}

const STATUSES = [
  { id: "failed", name: "What failed" },
  { id: "succeeded", name: "What arrived" },
  { id: "both", name: "Both" },
];

/** Sends an endpoint again what it should have had in a range of time. */
export function ReplayRangeDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const notify = useNotify();
  const replay = async (range: Range, key: string) => {
    const { replayed, next_from: next } = await send(endpoint.id, range, key);
    const rest = next ? ` There are more: replay again from ${formatTime(next)} on.` : "";
    notify(`${replayed} deliveries are sent again.${rest}`, { type: "success", autoHideDuration: 8_000 });
  };
  return (
    <FormDialog<Range>
      title="Replay deliveries"
      submitLabel="Send again"
      defaults={{
        status: "failed",
        from: hoursAgo(24),
        to: hoursAgo(0),
      }}
      onClose={onClose}
      onSubmit={replay}
    >
      <Typography variant="body2" color="text.secondary">
        Up to 2000 at once, under their old ids; they leave within minutes. Deliveries are kept for 30 days.
      </Typography>
      <TimeInput source="from" validate={required()} helperText={false} />
      <TimeInput source="to" validate={required()} helperText={false} />
      <SelectInput
        source="status"
        label="Which"
        choices={STATUSES}
        validate={required()}
        helperText={false}
      />
    </FormDialog>
  );
}

function send(id: string, { from, to, status }: Range, key: string) {
  return dataOf(
    client.POST("/api/v1/webhooks/endpoints/{id}/replay", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
      body: { from, to, ...(status === "both" ? {} : { status }) },
    }),
  );
}
