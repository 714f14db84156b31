import type { Schema } from "../../../../../client/index.ts";
import { Facts } from "../../shared/Facts.tsx";
import { formatTime } from "../../shared/format.ts";
import { Section } from "../../shared/Section.tsx";

/** The last comparison. */
export function RunFacts({ now }: { now: Schema<"Reconciliation"> }) {
  const { last_run: run, watermark, lag_seconds: lag, mended } = now;
  return (
    <Section title="Last run">
      <Facts
        items={[
          ["Begun", run ? formatTime(run.started_at) : "There was none yet."],
          ["Ended", run && (run.finished_at ? formatTime(run.finished_at) : "It is running.")],
          ["Payments looked at", run?.examined],
          ["Mended", run?.mended],
          ["Mended in 24 hours", mended],
          ["Stripe's events taken in until", watermark && formatTime(watermark)],
          ["Behind by", lag === null ? undefined : lagText(lag)],
        ]}
      />
    </Section>
  );
}

function lagText(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
