import { describe, expect, it } from "vitest";
import { cancelJob } from "../../src/modules/transfers/cancel-job.ts";
import { createImport } from "../../src/modules/transfers/create-import.ts";
import { continueJob } from "../../src/modules/transfers/continue-job.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { makeUser } from "../support/accounts.ts";
import { atBatch } from "../support/failing-env.ts";
import { importCsv, unique } from "../support/shop.ts";
import {
  contentOf,
  csvOf,
  CSV_HEADER,
  ctxWith,
  jobEnded,
  readJob,
  runJob,
  silentEnv,
  silentImport,
  statusOf,
  upload,
  uploadSlowly,
} from "../support/transfers.ts";

const prefix = () => `${unique("p")}-x`;
const jobPath = (id: string, rest = "") => `/api/v1/jobs/${id}${rest}`;

describe("a large import", () => {
  it("does in chunks what the import at once does", async () => {
    const atOnce = prefix();
    const inChunks = prefix();
    const report = await importCsv(csvOf(atOnce, 1_500));
    const started = await upload(csvOf(inChunks, 1_500));
    expect(started.status, JSON.stringify(started.body)).toBe(202);
    expect(started.headers.get("Location")).toBe(jobPath(started.body.id));
    expect(started.body).toMatchObject({ status: "queued", progress: { total: 3_000, done: 0, failed: 0 } });
    const job = await jobEnded(started.body.id);
    expect(job).toMatchObject({
      status: "succeeded",
      progress: { total: 3_000, done: 3_000, failed: 0 },
      result: { created: 1_500, updated: 0, unchanged: 0 },
      allowed_transitions: [],
    });
    expect(report.body).toMatchObject({ created: 1_500, failed: 0 });
    expect(await contentOf(inChunks)).toBe(await contentOf(atOnce));
    await eventsDelivered();
    const again = await upload(csvOf(inChunks, 1_500));
    expect(await jobEnded(again.body.id)).toMatchObject({
      result: { created: 0, updated: 0, unchanged: 1_500 },
    });
  });

  it("reports refused rows with their lines, and imports the others", async () => {
    const name = prefix();
    const csv = [CSV_HEADER, `${name},A,,,,,,,,,,free`, ...csvOf(name, 600).split("\r\n").slice(1)].join(
      "\n",
    );
    const { body } = await upload(`${csv}${name}9999,Z,,,,,,,,,,-1\n`);
    const job = await jobEnded(body.id);
    expect(job).toMatchObject({
      status: "succeeded",
      progress: { total: 1_202, done: 1_202, failed: 2 },
      result: { created: 600 },
    });
    const headers = await asStaff();
    const first = await api<{ data: unknown[] }>("GET", jobPath(body.id, "/errors?limit=1"), { headers });
    expect(first.body.data).toMatchObject([{ line: 2, code: "invalid_price" }]);
    const next = /<([^>]+)>/.exec(first.headers.get("Link") ?? "")?.[1] ?? "";
    const second = await api<{ data: unknown[] }>("GET", next, { headers });
    expect(second.body.data).toMatchObject([{ line: 1_803, code: "invalid_price" }]);
    expect(second.headers.get("Link")).toBeNull();
  });

  it("keeps the first 10,000 refused rows and counts all", async () => {
    const bad = Array.from({ length: 10_050 }, (_, index) => `bad-${index},Bad,,,,,,,,,,free`);
    const id = await silentImport([CSV_HEADER, ...bad].join("\n"));
    await runJob(id);
    expect(await readJob(id)).toMatchObject({
      status: "succeeded",
      progress: { done: 10_050, failed: 10_050 },
    });
    expect(await value("SELECT COUNT(*) FROM background_job_errors WHERE job_id = ?", id)).toBe(10_000);
  });

  it("writes nothing as a dry run, and reports the same", async () => {
    const name = prefix();
    const { body } = await upload(csvOf(name, 300), { query: "?dry_run=true" });
    expect(await jobEnded(body.id)).toMatchObject({
      dry_run: true,
      progress: { done: 600 },
      result: { created: 300 },
    });
    expect(await value("SELECT COUNT(*) FROM products WHERE slug GLOB ?", `${name}*`)).toBe(0);
  });

  it.each([
    ["no bytes", "", "text/csv", 422, "transfer.file_empty"],
    ["no bytes", "", "application/x-ndjson", 422, "transfer.file_empty"],
    ["a picture", "\x89PNG\r\n\x1a\n", "text/csv", 422, "catalog.import_columns_missing"],
    ["an open quote", `${CSV_HEADER}\n"a`, "text/csv", 400, "catalog.import_malformed_csv"],
    ["another type", "{}", "application/json", 415, "request.unsupported_media_type"],
    ["another charset", CSV_HEADER, "text/csv; charset=latin1", 415, "request.unsupported_media_type"],
  ])("refuses %s, and keeps neither job nor file", async (_, text, type, status, code) => {
    const before = await value("SELECT COUNT(*) FROM background_jobs");
    expect(await upload(text, { type })).toMatchObject({ status, body: { code } });
    expect(await value("SELECT COUNT(*) FROM background_jobs")).toBe(before);
    const { objects } = await silentEnv.BACKUPS.list({ prefix: "imports/" });
    expect(objects).toHaveLength(before);
  });

  it("takes a file of several parts, and reads it across them", async () => {
    const description = "Größe ".repeat(14_000);
    const rowsOfFile = Array.from(
      { length: 110 },
      (_, index) => `big-${index},Big,"${description}",,,,,,,,,1`,
    );
    const { body } = await upload([CSV_HEADER, ...rowsOfFile].join("\n"), { query: "?dry_run=true" });
    expect(await jobEnded(body.id)).toMatchObject({
      progress: { done: 110, failed: 0 },
      result: { created: 110 },
    });
  });

  it("cuts off an upload that does not end, and keeps nothing of it", async () => {
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(10));
      },
    });
    const work = createImport(ctxWith(), { stream, format: "ndjson", currency: "USD", dryRun: false });
    await expect(work).rejects.toMatchObject({ code: "request.too_large" });
    expect(sent).toBeLessThan(110);
    const { objects } = await silentEnv.BACKUPS.list({ prefix: "imports/" });
    expect(objects).toHaveLength(await value("SELECT COUNT(*) FROM background_jobs"));
  });

  it.each([
    ["key was revoked", "UPDATE api_keys SET revoked_at = created_at WHERE id = ?"],
    ["key ended", "UPDATE api_keys SET expires_at = created_at WHERE id = ?"],
  ])("keeps no file and makes no job for a sender whose %s while it came in", async (_name, losing) => {
    const made = await api<{ id: string; key: string }>("POST", "/api/v1/auth/api-keys", {
      headers: (await makeUser({ role: "admin" })).headers,
      body: { name: "feed", scopes: ["product:manage"] },
    });
    const jobs = await value("SELECT COUNT(*) FROM background_jobs");
    const files = (await silentEnv.BACKUPS.list({ prefix: "imports/" })).objects.length;
    const csv = csvOf(prefix(), 10);
    const slow = (meanwhile: () => Promise<unknown>) =>
      uploadSlowly(csv, { Authorization: `Bearer ${made.body.key}` }, meanwhile);
    expect(await slow(async () => undefined)).toMatchObject({ status: 202 });
    expect(await slow(() => rows(losing, made.body.id))).toMatchObject({
      status: 401,
      body: { code: "auth.invalid_credentials" },
    });
    expect(await value("SELECT COUNT(*) FROM background_jobs")).toBe(jobs + 1);
    const { objects } = await silentEnv.BACKUPS.list({ prefix: "imports/" });
    expect(objects).toHaveLength(files + 1);
  });

  it("keeps no file and makes no job for a user who lost their role while it came in", async () => {
    const staff = await makeUser({ role: "staff" });
    const files = (await silentEnv.BACKUPS.list({ prefix: "imports/" })).objects.length;
    const answer = await uploadSlowly(csvOf(prefix(), 10), staff.headers, () =>
      rows("UPDATE users SET role = 'customer' WHERE id = ?", staff.id),
    );
    expect(answer.status).toBe(401);
    expect(await value("SELECT COUNT(*) FROM background_jobs WHERE created_by = ?", staff.id)).toBe(0);
    expect((await silentEnv.BACKUPS.list({ prefix: "imports/" })).objects).toHaveLength(files);
  });

  it("is for those who manage products", async () => {
    const customer = await makeUser({ role: "customer" });
    const id = await silentImport(csvOf(prefix(), 1));
    expect((await upload(CSV_HEADER, { headers: customer.headers })).status).toBe(403);
    expect((await upload(CSV_HEADER, { headers: {} })).status).toBe(401);
    expect((await api("GET", jobPath(id), { headers: customer.headers })).status).toBe(403);
    expect(
      (await api("POST", jobPath(id, "/cancel"), { headers: await asStaff(["order:manage"]) })).status,
    ).toBe(403);
  });
});

/** Bindings whose n-th batch from now fails: before anything is written, or after it was, with the answer lost. */
function dyingAt(n: number, isAnswerLost: boolean): Env {
  let batches = 0;
  return {
    ...silentEnv,
    EVENTS: silentEnv.EVENTS,
    BACKUPS: silentEnv.BACKUPS,
    DB: new Proxy(silentEnv.DB, {
      get(target, property) {
        const member: unknown = Reflect.get(target, property);
        if (typeof member !== "function") return member;
        const method = (member as (...list: unknown[]) => unknown).bind(target);
        if (property !== "batch") return method;
        return async (...list: unknown[]) => {
          batches += 1;
          if (batches < n) return method(...list);
          if (batches === n && isAnswerLost) await method(...list);
          throw new Error("the Worker died here");
        };
      },
    }),
  };
}

describe("a large import that is disturbed", () => {
  it("ends as if nothing had happened, wherever it dies", async () => {
    const undisturbed = prefix();
    await runJob(await silentImport(csvOf(undisturbed, 900)));
    const expected = await contentOf(undisturbed);
    for (let n = 1; n <= 5; n += 1) {
      for (const isAnswerLost of [false, true]) {
        const name = prefix();
        const id = await silentImport(csvOf(name, 900));
        let seconds = 0;
        let deaths = 0;
        while (["queued", "running"].includes(await statusOf(id))) {
          // A run that dies leaves its lease: the clock moves on until it has ended. Every second run lives longer.
          seconds += 200;
          const bindings = dyingAt(deaths % 2 === 0 ? n : n + 4, isAnswerLost);
          await continueJob(ctxWith(bindings, seconds), id).catch(() => {
            deaths += 1;
          });
          if (deaths > 8) await continueJob(ctxWith(silentEnv, seconds + 150), id);
        }
        expect(deaths).toBeGreaterThan(0);
        expect(await readJob(id), `${n} ${isAnswerLost}`).toMatchObject({
          status: "succeeded",
          progress: { total: 1_800, done: 1_800, failed: 0 },
          result: { created: 900, updated: 0, unchanged: 0 },
        });
        expect(await contentOf(name)).toBe(expected);
      }
    }
  }, 120_000);

  it("counts every row once when its event is delivered many times at once", async () => {
    const name = prefix();
    const id = await silentImport(csvOf(name, 1_100));
    while (["queued", "running"].includes(await statusOf(id))) {
      await Promise.all(Array.from({ length: 5 }, () => continueJob(ctxWith(), id)));
    }
    expect(await readJob(id)).toMatchObject({
      progress: { done: 2_200, failed: 0 },
      result: { created: 1_100, unchanged: 0 },
    });
    expect(await value("SELECT COUNT(*) FROM products WHERE slug GLOB ?", `${name}*`)).toBe(1_100);
  });

  it("undoes the step of a run that lost its lease to another one", async () => {
    const name = prefix();
    const id = await silentImport(csvOf(name, 400));
    // Batch 1 takes the job, 2 reads, 3 writes: before that a run minutes later does everything.
    const slow = { ...atBatch(3, () => continueJob(ctxWith(silentEnv, 600), id)), EVENTS: silentEnv.EVENTS };
    await continueJob(ctxWith(slow), id);
    expect(await readJob(id)).toMatchObject({
      status: "succeeded",
      progress: { done: 800 },
      result: { created: 400 },
    });
    expect(
      await value(
        "SELECT COUNT(*) FROM stock_movements m JOIN product_variants v ON v.id = m.variant_id JOIN products p ON p.id = v.product_id WHERE p.slug GLOB ? AND m.delta < 0",
        `${name}*`,
      ),
    ).toBe(0);
  });

  it("fails for good when its file is gone, and says so", async () => {
    const id = await silentImport(csvOf(prefix(), 3));
    await silentEnv.BACKUPS.delete(`imports/${id}`);
    await continueJob(ctxWith(), id);
    expect(await readJob(id)).toMatchObject({
      status: "failed",
      error: { code: "transfer.file_missing" },
      allowed_transitions: [],
    });
  });

  it("gives up when the same step fails again and again", async () => {
    const id = await silentImport(csvOf(prefix(), 3));
    await rows("UPDATE background_jobs SET attempts = 30 WHERE id = ?", id);
    await continueJob(ctxWith(), id);
    expect(await readJob(id)).toMatchObject({ status: "failed", error: { code: "job.gave_up" } });
  });
});

describe("cancelling a job", () => {
  it("keeps what was done, says how much, and cannot be done twice", async () => {
    const name = prefix();
    const id = await silentImport(csvOf(name, 1_400));
    await continueJob(ctxWith(), id);
    const before = await readJob(id);
    expect(before).toMatchObject({ status: "running", allowed_transitions: ["cancel"] });
    const headers = await asStaff();
    const stale = await api("POST", jobPath(id, "/cancel"), { headers: { ...headers, "If-Match": '"1"' } });
    expect(stale.status).toBe(412);
    const cancelled = await api("POST", jobPath(id, "/cancel"), { headers });
    expect(cancelled).toMatchObject({
      status: 200,
      body: {
        status: "cancelled",
        progress: before.progress,
        result: before.result,
        allowed_transitions: [],
      },
    });
    await continueJob(ctxWith(), id);
    const imported = await value("SELECT COUNT(*) FROM products WHERE slug GLOB ?", `${name}*`);
    expect(imported).toBe(before.result.created);
    expect(imported).toBeLessThan(1_400);
    expect(await api("POST", jobPath(id, "/cancel"), { headers })).toMatchObject({
      status: 409,
      body: { code: "job.finished" },
    });
    expect(await rows("SELECT action FROM audit_log WHERE entity_id = ? ORDER BY at, action", id)).toEqual(
      [{ action: "job.cancel" }, { action: "job.create" }].reverse(),
    );
  });

  it("undoes the step that runs at that moment", async () => {
    const name = prefix();
    const id = await silentImport(csvOf(name, 50));
    const bindings = atBatch(3, async () => {
      await cancelJob(ctxWith(), { id, expected: undefined });
    });
    await continueJob(ctxWith({ ...bindings, EVENTS: silentEnv.EVENTS }), id);
    expect(await readJob(id)).toMatchObject({ status: "cancelled", progress: { done: 0 } });
    expect(await value("SELECT COUNT(*) FROM products WHERE slug GLOB ?", `${name}*`)).toBe(0);
  });
});

describe("the list of jobs", () => {
  it("is paged, filtered and newest first", async () => {
    const ids = [await silentImport(csvOf(prefix(), 1)), await silentImport(csvOf(prefix(), 1))];
    await runJob(ids[0] ?? "");
    const headers = await asStaff();
    const list = (query: string) =>
      api<{ data: { id: string }[] }>("GET", `/api/v1/jobs?${query}`, { headers });
    const queued = await list("status=queued&kind=product_import&limit=1");
    expect(queued.body.data.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await list("status=queued&kind=product_export")).body.data).toEqual([]);
    const all = await list("sort=created_at&limit=100");
    expect(all.body.data.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect((await list("cursor=nonsense")).status).toBe(422);
  });
});
