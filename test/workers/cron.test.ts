import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createCtx } from "../../src/platform/ctx.ts";
import { runDueJobs } from "../../src/platform/due-jobs.ts";
import { type Job, runJob, runNow } from "../../src/platform/jobs.ts";
import { nextSlot, previousSlot, type Schedule } from "../../src/platform/schedule.ts";
import { jobs } from "../../src/registry.ts";
import { api, rows, value } from "../support/api.ts";
import { countingEnv } from "../support/counting-env.ts";
import { cronAfter, tickAt } from "../support/doors.ts";
import { makeVariant, unique } from "../support/shop.ts";

const MINUTE = 60_000;
const NIGHT = Date.parse("2026-11-23T03:00:00.000Z");

/** A context of a job at a time, or now. */
function ctx(now?: number, bindings: Env = env) {
  const clock = now === undefined ? {} : { now: () => new Date(now) };
  return createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined, ...clock });
}

/** The minute's trigger at a time, for these jobs alone. */
function tick(now: number, all: readonly Job[], limits = { tick: 240, together: 10 }, bindings: Env = env) {
  return runDueJobs(() => ctx(now, bindings), all, limits);
}

interface TestJob extends Job {
  /** How often it ran. */
  ran(): number;
}

function makeJob(
  schedule: Schedule,
  run: Job["run"] = () => Promise.resolve("done"),
  leaseSeconds = 60,
): TestJob {
  let runs = 0;
  const counted: Job["run"] = (jobCtx) => {
    runs += 1;
    return run(jobCtx);
  };
  const name = unique("test.job");
  return { name, description: "A test", schedule, leaseSeconds, run: counted, ran: () => runs };
}

const recordOf = async (job: Job) => (await rows("SELECT * FROM jobs WHERE name = ?", job.name))[0];

/** The bindings with a database that fails the second batch: the first one takes the leases. */
function withoutSecondBatch(): Env {
  let batches = 0;
  const DB = new Proxy(env.DB, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...parameters: unknown[]): unknown => {
        if (name === "batch" && ++batches === 2) return Promise.reject(new Error("D1 is down"));
        return (member as (...list: unknown[]) => unknown).apply(target, parameters);
      };
    },
  });
  return { ...env, DB };
}

/** A promise that is kept when somebody says so. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

afterEach(() => vi.restoreAllMocks());

describe("the minute's trigger", () => {
  it("runs every job of the registry the first time, but reports at their time, and records how it went", async () => {
    const evening = new Date("2026-11-23T20:00:00.000Z");
    await tickAt(() => evening);
    const reports = jobs.filter(({ schedule }) => "firstAtItsTime" in schedule).map(({ name }) => name);
    expect(reports.sort()).toEqual([
      "notifications.daily-report",
      "notifications.low-stock-digest",
      "notifications.ops-digest",
      "notifications.weekly-report",
    ]);
    const ran = await rows("SELECT name, last_error, lease_until, runs, failures FROM jobs ORDER BY name");
    const others = jobs.map((job) => job.name).filter((name) => !reports.includes(name));
    expect(ran.map((row) => row["name"])).toEqual(others.sort());
    for (const row of ran)
      expect(row).toMatchObject({ last_error: null, lease_until: null, runs: 1, failures: 0 });
    for (const { schedule, leaseSeconds, description } of jobs) {
      expect(nextSlot(schedule, new Date()) > previousSlot(schedule, new Date())).toBe(true);
      expect(leaseSeconds).toBeLessThanOrEqual(900);
      expect(description).toBeTruthy();
    }
  });

  it("starts each job at its times and at no others, also across midnight, and makes up once for what was missed", async () => {
    const midnight = Date.parse("2026-11-24T00:00:00.000Z");
    const minutely = makeJob({ everyMinutes: 1 });
    const all = [
      minutely,
      makeJob({ everyMinutes: 2 }),
      makeJob({ dailyAt: "23:59" }),
      makeJob({ dailyAt: "00:00" }),
      makeJob({ weeklyOn: 2, at: "00:01" }),
    ];
    await tick(midnight - 10 * MINUTE, all);
    const before = all.map((job) => job.ran());
    expect(before).toEqual([1, 1, 1, 1, 1]);
    for (let minute = -2; minute <= 3; minute += 1) await tick(midnight + minute * MINUTE + 1_300, all);
    expect(all.map((job) => job.ran() - 1)).toEqual([6, 3, 1, 1, 1]);
    await tick(midnight + 15 * 24 * 60 * MINUTE + 90_000, all);
    await tick(midnight + 15 * 24 * 60 * MINUTE + 95_000, all);
    expect(all.map((job) => job.ran() - 1)).toEqual([7, 4, 2, 2, 2]);
    expect(await recordOf(minutely)).toMatchObject({
      last_scheduled_for: "2026-12-09T00:01:00.000Z",
      last_started_at: "2026-12-09T00:01:30.000Z",
      runs: 8,
    });
  });

  it("costs three D1 calls with frequent jobs due, one with none", async () => {
    const all = [makeJob({ everyMinutes: 1 }), makeJob({ everyMinutes: 1 }), makeJob({ everyMinutes: 5 })];
    for (const [now, calls] of [
      [NIGHT, 3],
      [NIGHT + 1_000, 1],
      [NIGHT + MINUTE, 3],
    ] as const) {
      const { env: counted, counts } = countingEnv();
      await tick(now, all, undefined, counted);
      expect(counts.d1).toBe(calls);
    }
    expect(all.map((job) => job.ran())).toEqual([2, 2, 1]);
  });

  it("goes on with the other jobs when one fails or hangs, keeps the reason, and tries again", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failing = makeJob({ dailyAt: "03:00" }, () =>
      Promise.reject(new Error("no luck for ada@example.com")),
    );
    const hanging = makeJob({ everyMinutes: 1 }, () => new Promise(() => undefined), 0.2);
    const others = [makeJob({ everyMinutes: 1 }), makeJob({ dailyAt: "03:00" })];
    await tick(NIGHT, [failing, hanging, ...others]);
    expect(others.map((job) => job.ran())).toEqual([1, 1]);
    expect(await recordOf(hanging)).toMatchObject({
      last_error: "It did not end within 0.2 seconds.",
      lease_until: null,
    });
    expect(await recordOf(failing)).toMatchObject({ last_error: "no luck for ***@***", failures: 1 });
    await tick(NIGHT + 14 * MINUTE, [failing]);
    await tick(NIGHT + 15 * MINUTE, [failing]);
    expect(failing.ran()).toBe(2);
    expect(await recordOf(failing)).toMatchObject({
      failures: 2,
      failing_since: "2026-11-23T03:00:00.000Z",
      last_succeeded_at: null,
    });
  });

  it("brings a job back with the next minute that left a rest, until there is none", async () => {
    let left = 3;
    const job = makeJob({ dailyAt: "03:00" }, () => {
      left -= 1;
      return Promise.resolve(left > 0 ? { said: `${left} left`, more: true as const } : "all done");
    });
    for (let minute = 0; minute < 6; minute += 1) await tick(NIGHT + minute * MINUTE, [job]);
    expect(job.ran()).toBe(3);
    expect(await recordOf(job)).toMatchObject({ last_result: "all done", unfinished: 0 });
  });

  it("lets the others go while one takes long: another trigger runs them, and none runs twice", async () => {
    const { passed, open } = gate();
    const slow = makeJob({ everyMinutes: 1 }, async () => {
      await passed;
      return "at last";
    });
    const others = [
      makeJob({ everyMinutes: 1 }),
      makeJob({ everyMinutes: 1 }),
      makeJob({ dailyAt: "03:00" }),
    ];
    const first = tick(NIGHT, [slow, ...others], { tick: 240, together: 0.05 });
    await vi.waitFor(async () =>
      expect(await recordOf(slow)).toMatchObject({ lease_until: expect.anything() }),
    );
    await vi.waitFor(async () => {
      await tick(NIGHT + 1, [slow, ...others]);
      expect(others.map((job) => job.ran())).toEqual([1, 1, 1]);
    });
    expect((await recordOf(slow))?.["lease_until"]).toBe("2026-11-23T03:01:00.000Z");
    open();
    await first;
    expect([slow, ...others].map((job) => job.ran())).toEqual([1, 1, 1, 1]);
    expect(await recordOf(slow)).toMatchObject({ last_result: "at last", lease_until: null });
  });

  it("leaves what it has no time for to the next one, the longest overdue first", async () => {
    const order: string[] = [];
    const noting = (name: string, schedule: Schedule) =>
      makeJob(schedule, () => Promise.resolve(order.push(name).toString()));
    const all = [noting("late", { dailyAt: "02:30" }), noting("later", { dailyAt: "01:00" })];
    await tick(NIGHT - 24 * 60 * MINUTE, all);
    order.length = 0;
    await tick(NIGHT, all, { tick: 0, together: 10 });
    expect(order).toEqual([]);
    await tick(NIGHT, all);
    expect(order).toEqual(["later", "late"]);
  });

  it("starts jobs that died after all others, the one that was tried last at the end", async () => {
    const order: string[] = [];
    const noting = (name: string) =>
      makeJob({ everyMinutes: 1 }, () => Promise.resolve(order.push(name).toString()));
    const [dead, deadLately, sound] = [noting("dead"), noting("dead lately"), noting("sound")] as const;
    const died = (job: Job, minutes: number) =>
      runJob(ctx(NIGHT - minutes * MINUTE), { ...job, run: () => Promise.resolve("") }).then(() =>
        rows("UPDATE jobs SET lease_until = '2026-11-23T02:59:00.000Z' WHERE name = ?", job.name),
      );
    await died(dead, 20);
    await died(deadLately, 10);
    await tick(NIGHT, [deadLately, dead, sound]);
    expect(order).toEqual(["sound", "dead", "dead lately"]);
    expect(await recordOf(dead)).toMatchObject({ failures: 0, failing_since: null, lease_until: null });
  });

  it("is not stopped by a record that cannot be written: the run counts as cut off when its lease is over", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const [frequent, nightly] = [makeJob({ everyMinutes: 1 }), makeJob({ dailyAt: "03:00" })] as const;
    await tick(NIGHT, [frequent, nightly], undefined, withoutSecondBatch());
    expect([frequent.ran(), nightly.ran()]).toEqual([1, 1]);
    expect(JSON.stringify(said.mock.calls)).toContain("could not be recorded");
    await tick(NIGHT + 30_000, [frequent, nightly]);
    expect(frequent.ran()).toBe(1);
    await tick(NIGHT + MINUTE, [frequent, nightly]);
    expect(frequent.ran()).toBe(2);
    expect(await recordOf(frequent)).toMatchObject({ runs: 2, failures: 0, lease_until: null });
  });

  it("gets a job that takes long its full lease also when D1 fails just then", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { passed, open } = gate();
    const slow = makeJob({ everyMinutes: 1 }, () => passed.then(() => "at last"), 300);
    const first = tick(NIGHT, [slow], { tick: 240, together: 0.05 }, withoutSecondBatch());
    await vi.waitFor(async () =>
      expect(await recordOf(slow)).toMatchObject({ lease_until: "2026-11-23T03:05:00.000Z" }),
    );
    await tick(NIGHT + MINUTE, [slow]);
    open();
    await first;
    expect(slow.ran()).toBe(1);
    expect(await recordOf(slow)).toMatchObject({ last_result: "at last", runs: 1, lease_until: null });
  });
});

describe("a lease", () => {
  it("has one holder: of parallel triggers and runs by hand one runs the job", async () => {
    let running = 0;
    let most = 0;
    const job = makeJob({ everyMinutes: 1 }, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 50));
      running -= 1;
      return "done";
    });
    const byHand = await Promise.all([
      ...Array.from({ length: 4 }, () => runJob(ctx(NIGHT), job)),
      ...Array.from({ length: 4 }, () => tick(NIGHT, [job])),
    ]);
    expect(byHand.filter((hasRun) => hasRun === true).length).toBeLessThanOrEqual(1);
    expect(most).toBe(1);
    // One that was over before the other began may have run beside it, by hand and by the schedule.
    expect(job.ran()).toBeLessThanOrEqual(2);
    expect(await value("SELECT runs FROM jobs WHERE name = ?", job.name)).toBe(job.ran());
  });

  it("ends by itself when its run died, and that run's outcome does not overwrite the newer one's", async () => {
    const { passed, open } = gate();
    const job = makeJob({ dailyAt: "03:00" });
    const stuck = runNow(ctx(NIGHT), { ...job, run: () => passed.then(() => "the old one") });
    await vi.waitFor(async () => expect(await recordOf(job)).toBeDefined());
    expect(await runJob(ctx(NIGHT + 59_999), job)).toBe(false);
    await tick(NIGHT + 59_999, [job]);
    expect(job.ran()).toBe(0);
    await tick(NIGHT + MINUTE, [job]);
    open();
    await stuck;
    expect(await recordOf(job)).toMatchObject({
      last_result: "done",
      last_started_at: "2026-11-23T03:01:00.000Z",
      runs: 2,
      failures: 0,
      lease_until: null,
    });
  });

  it("of a run by hand leaves the schedule as it is", async () => {
    const job = makeJob({ dailyAt: "03:00" });
    await tick(NIGHT, [job]);
    await runJob(ctx(NIGHT + MINUTE), job);
    expect(await recordOf(job)).toMatchObject({
      last_scheduled_for: null,
      last_slot: "2026-11-23T03:00:00.000Z",
    });
    await tick(NIGHT + 2 * MINUTE, [job]);
    expect(job.ran()).toBe(2);
    await runJob(ctx(NIGHT + 23 * 60 * MINUTE), job);
    await tick(NIGHT + 24 * 60 * MINUTE, [job]);
    expect(job.ran()).toBe(4);
  });
});

describe("the read model", () => {
  it("is rebuilt by itself when the deployment's settings change its documents", async () => {
    const variant = await makeVariant({ stock: 3 });
    await cronAfter(0);
    const moved: Env = { ...env, PUBLIC_URL: "https://moved.example.com" as Env["PUBLIC_URL"] };
    await env.DB.prepare(
      "INSERT INTO product_media (product_id, position, url, alt) VALUES (?, 1, '/media/a.png', 'A')",
    )
      .bind(variant.product_id)
      .run();
    await cronAfter(0, moved);
    const product = await api<{ images: { url: string }[] }>("GET", `/api/v1/products/${variant.product_id}`);
    expect(product.body.images[0]?.url).toBe("https://moved.example.com/media/a.png");
    await cronAfter(0);
    const back = await api<{ images: { url: string }[] }>("GET", `/api/v1/products/${variant.product_id}`);
    expect(back.body.images[0]?.url).toBe(`${env.PUBLIC_URL}/media/a.png`);
  });
});
