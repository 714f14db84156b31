import { isoTime } from "../../platform/clock.ts";
import { dueSlot, type JobRecord } from "../../platform/job-records.ts";
import type { Job } from "../../platform/jobs.ts";
import { describeSchedule, nextSlot, type Schedule } from "../../platform/schedule.ts";

/** A job as operators see it, at a time. `running` and `last_run` are of the run that was started last. */
export function jobView(job: Job, record: JobRecord | undefined, now: Date) {
  const { name, description, schedule } = job;
  const at = isoTime(now);
  return {
    name,
    description,
    schedule: scheduleView(schedule),
    next_run_at: dueSlot(schedule, record, now) ? at : isoTime(nextSlot(schedule, now)),
    running: isRunning(record, at),
    last_run: lastRunView(record, at),
    last_succeeded_at: record?.last_succeeded_at ?? null,
    runs: record?.runs ?? 0,
    failures: record?.failures ?? 0,
    failing_since: record?.failing_since ?? null,
  };
}

function scheduleView(schedule: Schedule) {
  const text = describeSchedule(schedule);
  if ("everyMinutes" in schedule) return { text, every_minutes: schedule.everyMinutes };
  if ("dailyAt" in schedule) return { text, daily_at: schedule.dailyAt };
  return { text, weekly_on: schedule.weeklyOn, at: schedule.at };
}

function isRunning(record: JobRecord | undefined, at: string): boolean {
  return record?.lease_until != null && record.lease_until > at;
}

function lastRunView(record: JobRecord | undefined, at: string) {
  if (!record?.last_started_at) return null;
  const ended = record.lease_until === null;
  const lost = !ended && !isRunning(record, at);
  return {
    scheduled_for: record.last_scheduled_for,
    started_at: record.last_started_at,
    finished_at: ended ? record.last_finished_at : null,
    duration_ms: ended ? record.last_duration_ms : null,
    result: ended && record.last_error === null ? record.last_result : null,
    error: ended ? record.last_error : lost ? "The run was cut off." : null,
  };
}
