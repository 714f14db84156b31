import { Box, Link, Typography } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { useRead } from "../../shared/use-read.ts";

/** What has not got through yet, and since when. */
export function BacklogSection() {
  const backlog = useRead(
    ["backlog"],
    (signal) => dataOf(client.GET("/api/v1/ops/events/backlog", { signal })),
    { every: 10_000 },
  );
  return (
    <Section title="Backlog" intro="What has not got through yet. It is read again every ten seconds.">
      <Loaded query={backlog} height={84}>
        {(data) => <Counts backlog={data} />}
      </Loaded>
    </Section>
  );
}

function Counts({ backlog }: { backlog: Schema<"EventBacklog"> }) {
  return (
    <Box
      component="dl"
      sx={{ m: 0, display: "grid", gap: 2, gridTemplateColumns: "repeat(auto-fit, minmax(9rem, 1fr))" }}
    >
      <Count label="Undelivered" value={backlog.undelivered} oldest={backlog.oldest_undelivered_seconds} />
      <Count label="Being retried" value={backlog.retrying} oldest={backlog.oldest_retry_seconds} />
      <Count label="Being replayed" value={backlog.replaying} />
      <Count label="Open dead letters" value={backlog.dead_letters_open} to="/dead-letters" />
      {backlog.queue && <Count label="In the queue" value={backlog.queue.messages} />}
    </Box>
  );
}

interface CountProps {
  label: string;
  value: number;
  /** Since so many seconds. */
  oldest?: number;
  to?: string;
}

function Count({ label, value, oldest = 0, to }: CountProps) {
  const number = value.toLocaleString();
  return (
    <div>
      <Typography component="dt" variant="body2" color="text.secondary">
        {label}
      </Typography>
      <Typography component="dd" variant="h6" sx={{ m: 0, fontVariantNumeric: "tabular-nums" }}>
        {to && value > 0 ? (
          <Link component={RouterLink} to={to}>
            {number}
          </Link>
        ) : (
          number
        )}
        {value > 0 && oldest > 0 && (
          <Typography component="span" variant="body2" color="text.secondary">
            {" "}
            the oldest for {durationOf(oldest)}
          </Typography>
        )}
      </Typography>
    </div>
  );
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
