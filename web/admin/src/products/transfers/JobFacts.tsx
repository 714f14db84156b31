import { Facts } from "../../shared/Facts.tsx";
import { formatBytes } from "../../shared/format-bytes.ts";
import { formatTime } from "../../shared/format.ts";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import type { Job } from "./import-file.ts";

/** What is known of an import or export. */
export function JobFacts({ job }: { job: Job }) {
  const { format, currency, result } = job;
  return (
    <Section title="About it">
      <Facts
        items={[
          ["Status", <StatusChip key="status" status={job.status} />],
          ["Format", format === "csv" ? `CSV, prices in ${currency}` : "NDJSON"],
          ["Size", result.bytes === undefined ? undefined : formatBytes(result.bytes)],
          ["Created", formatTime(job.created_at)],
          ["Finished", job.finished_at && formatTime(job.finished_at)],
          ["Kept until", job.expires_at && formatTime(job.expires_at)],
        ]}
      />
    </Section>
  );
}
