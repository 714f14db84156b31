import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { jobHealth } from "../../src/modules/jobs/index.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import { allRegistered, setRegistered } from "../../src/platform/registered.ts";
import type { Job } from "../../src/platform/jobs.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, rows, value } from "../support/api.ts";
import { tickAt } from "../support/doors.ts";
import { unique } from "../support/shop.ts";

interface JobBody {
  name: string;
  [member: string]: unknown;
}

const known = allRegistered();
afterEach(() => {
  setRegistered(known);
  setClock(undefined);
  vi.restoreAllMocks();
});

/** Adds a job to those of the system. */
function addJob(run: Job["run"], schedule: Job["schedule"] = { dailyAt: "03:00" }): Job {
  const job = { name: unique("test.job"), description: "A test", schedule, leaseSeconds: 60, run };
  setRegistered({ ...known, jobs: [...known.jobs, job] });
  return job;
}

const read = async (name: string) =>
  (await api<JobBody>("GET", `/api/v1/ops/jobs/${name}`, { headers: await asStaff(["system:admin"]) })).body;
const run = async (name: string, headers: Record<string, string> = {}) =>
  api<JobBody>("POST", `/api/v1/ops/jobs/${name}/run`, {
    headers: { ...(await asStaff(["system:admin"])), ...headers },
  });

describe("the jobs", () => {
  it("are listed by name, page by page, with schedules and what became of their last runs", async () => {
    const night = Date.parse("2026-11-23T02:59:30.000Z");
    await tickAt(() => new Date(night));
    const headers = await asStaff(["system:admin"]);
    const names: string[] = [];
    for (let path: string | null = "/api/v1/ops/jobs?limit=10"; path !== null;) {
      const page: { body: { data: JobBody[] }; headers: Headers } = await api("GET", path, { headers });
      names.push(...page.body.data.map(({ name }) => name));
      path = /<([^>]+)>/.exec(page.headers.get("Link") ?? "")?.[1] ?? null;
    }
    expect(names).toEqual(known.jobs.map(({ name }) => name).sort());
    setClock(() => new Date(night + 10_000));
    const job = await read("inventory.check-nightly");
    expect(job).toEqual({
      name: "inventory.check-nightly",
      description: "Checks the stock against its ledger and its reservations",
      schedule: { text: "daily at 03:00 UTC", daily_at: "03:00" },
      next_run_at: "2026-11-23T03:00:00.000Z",
      running: false,
      last_run: {
        scheduled_for: "2026-11-22T03:00:00.000Z",
        started_at: new Date(night).toISOString(),
        finished_at: new Date(night).toISOString(),
        duration_ms: 0,
        result: "0 levels checked, 0 breaches",
        error: null,
      },
      last_succeeded_at: new Date(night).toISOString(),
      runs: 1,
      failures: 0,
      failing_since: null,
    });
    expect(await read("audit.seal")).toMatchObject({ schedule: { text: "every minute", every_minutes: 1 } });
    expect(await api("GET", "/api/v1/ops/jobs/unknown", { headers })).toMatchObject({ status: 404 });
    const admin = await makeUser({ role: "admin" });
    expect(await api("GET", "/api/v1/ops/jobs", { headers: admin.headers })).toMatchObject({ status: 403 });
  });

  it("can be run by hand, audited, with the outcome as the answer, also of a failure", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    let fails = true;
    const job = addJob((ctx) => {
      expect(ctx.actor).toEqual({ kind: "system", job: job.name });
      return fails
        ? Promise.reject(new Error("no luck"))
        : Promise.resolve({ said: "half", more: true as const });
    });
    const failed = await run(job.name);
    expect(failed).toMatchObject({ status: 200, body: { result: null, error: "no luck", more: false } });
    expect(await read(job.name)).toMatchObject({
      failures: 1,
      last_run: { scheduled_for: null, error: "no luck", result: null },
    });
    fails = false;
    expect((await run(job.name)).body).toMatchObject({ result: "half", error: null, more: true });
    const after = await read(job.name);
    expect(after).toMatchObject({ runs: 2, failures: 0, failing_since: null, last_run: { result: "half" } });
    expect(
      await value("SELECT COUNT(*) FROM audit_log WHERE action = 'job.run' AND entity_id = ?", job.name),
    ).toBe(2);
    expect(await run("unknown")).toMatchObject({ status: 404 });
  });

  it("run once when two ask at the same time: the other is told that it runs, and the list shows it", async () => {
    let open: () => void = () => undefined;
    const passed = new Promise<void>((resolve) => (open = resolve));
    let runs = 0;
    const job = addJob(async () => {
      runs += 1;
      await passed;
      return "done";
    });
    const first = run(job.name);
    await vi.waitFor(async () => expect(await read(job.name)).toMatchObject({ running: true }));
    expect(await run(job.name)).toMatchObject({ status: 409, body: { code: "job.running" } });
    expect(await read(job.name)).toMatchObject({
      last_run: { finished_at: null, result: null, error: null },
    });
    open();
    expect(await first).toMatchObject({ status: 200, body: { result: "done" } });
    expect([runs, await value("SELECT COUNT(*) FROM audit_log WHERE entity_id = ?", job.name)]).toEqual([
      1, 1,
    ]);
  });

  it("repeat nothing under the same Idempotency-Key", async () => {
    let runs = 0;
    const job = addJob(() => Promise.resolve(`run ${(runs += 1)}`));
    const headers = { "Idempotency-Key": unique("key") };
    const [one, two] = [await run(job.name, headers), await run(job.name, headers)];
    expect([one.body["result"], two.body["result"], runs]).toEqual(["run 1", "run 1", 1]);
  });

  it("tell monitoring how they do", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const bad = addJob(() => Promise.reject(new Error("no luck")), { everyMinutes: 5 });
    const healthOf = async (minutes: number) => {
      const now = () => new Date(Date.parse("2026-12-01T12:00:00.000Z") + minutes * 60_000);
      const ctx = createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined, now });
      return (await jobHealth(ctx)).find(({ name }) => name === bad.name);
    };
    expect(await healthOf(0)).toMatchObject({ last_success_age: null, failing: false, overdue: true });
    setClock(() => new Date("2026-12-01T12:00:10.000Z"));
    await run(bad.name);
    setClock(undefined);
    await rows("UPDATE jobs SET last_slot = '2026-12-01T12:00:00.000Z' WHERE name = ?", bad.name);
    expect(await healthOf(4)).toMatchObject({ failures: 1, failing: true, overdue: false });
    expect(await healthOf(14)).toMatchObject({ overdue: false });
    expect(await healthOf(16)).toMatchObject({ overdue: true });
  });
});

describe("what is over", () => {
  const count = (table: string) => value(`SELECT COUNT(*) FROM ${table} WHERE 1`);

  it("is deleted in portions, and the job comes back while there is more", async () => {
    const old = "2026-01-01T00:00:00.000Z";
    const many = (sql: string, n: number) =>
      rows(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${n}) ${sql} FROM n`);
    await many(
      `INSERT INTO idempotency_keys (scope, key, request_hash, state, locked_until, created_at, expires_at)
       SELECT 'old', i, '', 'in_progress', '${old}', '${old}', '${old}'`,
      6_000,
    );
    await many(
      `INSERT INTO stripe_events (id, type, payload, created_at, received_at, processed_at)
       SELECT 'evt_old_' || i, 't', '{}', '${old}', '${old}', CASE WHEN i <> 7 THEN '${old}' END`,
      2_500,
    );
    await rows(
      `INSERT INTO stripe_events (id, type, payload, created_at, received_at, processed_at)
       SELECT 'evt_new', type, payload, created_at, ?, processed_at FROM stripe_events LIMIT 1`,
      new Date().toISOString(),
    );
    const runs: unknown[] = [];
    for (const name of ["ops.delete-expired-idempotency-keys", "payments.delete-old-events"]) {
      for (let more: unknown = true; more === true;) {
        const { body } = await run(name);
        runs.push(body["result"]);
        more = body["more"];
      }
    }
    expect(runs).toEqual([
      "5000 keys deleted",
      "1000 keys deleted",
      "2000 events deleted",
      "499 events deleted",
    ]);
    expect(await value("SELECT COUNT(*) FROM idempotency_keys WHERE scope = 'old'")).toBe(0);
    // What was never worked on stays.
    expect(await count("stripe_events")).toBe(2);
  });
});
