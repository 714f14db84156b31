import { addSeconds, isoTime } from "./clock.ts";
import { commit } from "./commit.ts";
import type { Ctx } from "./ctx.ts";
import type { Statement } from "./db.ts";
import {
  type Due,
  dueSlot,
  extendStmt,
  giveBackStmt,
  type JobRecord,
  leaseStmt,
  readRecords,
  recordStmt,
  wasCutOff,
} from "./job-records.ts";
import { type Job, performJob } from "./jobs.ts";
import { describeError } from "./log.ts";

/** In seconds. */
interface Limits {
  /** No run begins after this long: the next minute's trigger goes on beside it. */
  tick: number;
  /** For so long the frequent jobs of a trigger hold their leases together; then those that still wait give theirs back. */
  together: number;
}

const LIMITS: Limits = { tick: 240, together: 10 };
/** These leases are short: when the whole trigger dies, its jobs are free again for the next one. */
const SHORT_LEASE_SECONDS = 40;
const EXTEND_TRIES = 4;

interface DueJob extends Due {
  job: Job;
  before: JobRecord | undefined;
}

interface Leased extends DueJob {
  /** When the lease was taken: what tells this run from later ones. */
  at: string;
}

/**
 * Runs what is due, one after another, the longest overdue first, each as the actor that `ctxOf` gives it. Triggers may overlap: a lease has one
 * holder. With nothing but frequent jobs due the kernel itself costs three D1 calls: it reads all records, takes all leases, writes all
 * outcomes. A job that takes long holds nothing but its own lease meanwhile, and one whose last run died comes after all others.
 */
export async function runDueJobs(
  ctxOf: (name: string) => Ctx,
  jobs: readonly Job[],
  limits = LIMITS,
): Promise<void> {
  const ctx = ctxOf("cron");
  const end = addSeconds(ctx.now(), limits.tick);
  const due = await findDue(ctx, jobs);
  const sound = due.filter(({ before }) => !wasCutOff(before));
  const late = await runTogether(
    ctxOf,
    sound.filter(({ job }) => "everyMinutes" in job.schedule),
    limits.together,
  );
  const seldom = sound.filter(({ job }) => !("everyMinutes" in job.schedule));
  const alone = [...late, ...seldom].sort(bySince);
  // The one that was tried last comes last: if it takes the whole trigger with it each time, the others had their turn.
  const cutOff = due.filter(({ before }) => wasCutOff(before)).sort(byStart);
  for (const each of [...alone, ...cutOff]) {
    if (ctx.now() >= end) return;
    const [lease] = await takeLeases(ctx, [each]);
    if (lease) await write(ctx, [await runLeased(ctxOf, lease)]);
  }
}

async function findDue(ctx: Ctx, jobs: readonly Job[]): Promise<DueJob[]> {
  const now = ctx.now();
  const records = await readRecords(ctx);
  return jobs
    .flatMap((job) => {
      const before = records.get(job.name);
      const due = dueSlot(job.schedule, before, now);
      return due ? [{ job, before, ...due }] : [];
    })
    .sort(bySince);
}

function bySince(a: DueJob, b: DueJob): number {
  return a.since < b.since ? -1 : a.since > b.since ? 1 : 0;
}

function byStart(a: DueJob, b: DueJob): number {
  return (a.before?.last_started_at ?? "") < (b.before?.last_started_at ?? "") ? -1 : 1;
}

/** Runs jobs that are over quickly as a rule, with their leases and records in one call each. Returns those that had to be put off. */
async function runTogether(
  ctxOf: (name: string) => Ctx,
  due: readonly DueJob[],
  seconds: number,
): Promise<DueJob[]> {
  const ctx = ctxOf("cron");
  const patience = timerOf(seconds);
  const waiting = await takeLeases(ctx, due, SHORT_LEASE_SECONDS);
  const records: Statement[] = [];
  let late: Leased[] = [];
  for (let lease = waiting.shift(); lease; lease = waiting.shift()) {
    const running = runLeased(ctxOf, lease);
    const record = await Promise.race([running, patience.over]);
    if (record) {
      records.push(record);
      continue;
    }
    late = waiting.splice(0);
    const { job, at } = lease;
    const news = [
      extendStmt(job.name, at, isoTime(addSeconds(ctx.now(), job.leaseSeconds))),
      ...records.splice(0),
      ...late.map((each) => giveBackStmt(each.job.name, each.at, each.before)),
    ];
    // With the short lease alone it would soon be started a second time beside this run.
    for (let tries = 0; tries < EXTEND_TRIES && !(await write(ctx, news)); tries += 1) {
      const pause = timerOf(seconds / 2);
      await Promise.race([running, pause.over]);
      pause.stop();
    }
    records.push(await running);
  }
  patience.stop();
  await write(ctx, records);
  return late;
}

function timerOf(seconds: number): { over: Promise<undefined>; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1_000);
  });
  return { over, stop: () => clearTimeout(timer) };
}

/** Takes what leases are free, in one call, for so long or as long as each job may run. */
async function takeLeases(ctx: Ctx, due: readonly DueJob[], seconds?: number): Promise<Leased[]> {
  if (due.length === 0) return [];
  const now = ctx.now();
  const at = isoTime(now);
  const leases = due.map((each) => ({ ...each, at }));
  const taken = await commit(ctx, {
    statements: leases.map(({ job, slot, before }) => {
      const until = isoTime(addSeconds(now, seconds ?? job.leaseSeconds));
      return leaseStmt({ name: job.name, slot, at, until, before });
    }),
  });
  return leases.filter((_, index) => taken[index] === 1);
}

async function runLeased(ctxOf: (name: string) => Ctx, { job, at }: Leased): Promise<Statement> {
  return recordStmt(job.name, at, await performJob(ctxOf(job.name), job));
}

/** What cannot be recorded is taken for cut off when the leases are over; the other jobs go on. */
async function write(ctx: Ctx, records: Statement[]): Promise<boolean> {
  try {
    await commit(ctx, { statements: records });
    return true;
  } catch (error) {
    ctx.log.error("the outcome of jobs could not be recorded", describeError(error));
    return false;
  }
}
