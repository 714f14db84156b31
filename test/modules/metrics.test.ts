import { createExecutionContext, runInDurableObject, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createCtx } from "../../src/platform/ctx.ts";
import { BUCKETS, type Delta, Metrics, metrics, metricsObject } from "../../src/platform/metrics.ts";
import { MetricsObject } from "../../workers/metrics-object.ts";
import { makeUser } from "../support/accounts.ts";
import { asStaff, rows } from "../support/api.ts";
import { countingEnv } from "../support/counting-env.ts";
import { makeVariant, readyCart, unique } from "../support/shop.ts";
import { visitWith } from "../support/visit-with.ts";

const TOKEN = { Authorization: `Bearer ${env.METRICS_TOKEN}` };

/** Calls the Worker with these bindings; what comes after the answer is waited for. */
async function call(path: string, init: RequestInit = {}, bindings: Env = env) {
  const execution = createExecutionContext();
  const request = new Request<unknown, IncomingRequestCfProperties>(
    `http://shop.test${path}`,
    init as object,
  );
  const response = await visitWith(bindings, request, execution);
  await waitOnExecutionContext(execution);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Tells METRICS what this isolate has counted, without waiting for its ten seconds. */
async function tell(): Promise<void> {
  await metricsObject(env).add(metrics.take(Infinity) ?? []);
}

/** Every sample of a scrape, by its name and labels. */
async function scrape(bindings: Env = env): Promise<Map<string, number>> {
  await tell();
  const { status, text } = await call("/metrics", { headers: TOKEN }, bindings);
  expect(status).toBe(200);
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]),
  );
}

/** How much a sample grew while something was done. */
async function growth(names: readonly string[], work: () => Promise<unknown>): Promise<number[]> {
  const before = await scrape();
  await work();
  const after = await scrape();
  return names.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
}

describe("GET /metrics", () => {
  // First: what an isolate tells next, it tells ten seconds later.
  it("tells what a request counted after its answer", async () => {
    await call("/health");
    const all = new Map(await metricsObject(env).read());
    expect(all.get("requests\tGET\t/health\t200")).toEqual([1]);
  });

  it("takes METRICS_TOKEN, keys and users with system:admin, and nobody else", async () => {
    const { status, headers } = await call("/metrics", { headers: TOKEN });
    expect([status, headers.get("Content-Type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    expect(headers.get("Cache-Control")).toBe("no-store");
    const superuser = await makeUser({ role: "superuser" });
    const admin = await makeUser({ role: "admin" });
    const wrong = { Authorization: `Bearer ${env.METRICS_TOKEN}x` };
    const cases: [Record<string, string>, number][] = [
      [await asStaff(["system:admin"]), 200],
      [superuser.headers, 200],
      [await asStaff(["order:manage"]), 403],
      [admin.headers, 403],
      [wrong, 401],
      [{ Authorization: `Basic ${env.METRICS_TOKEN}` }, 401],
      [{}, 401],
    ];
    for (const [headers, expected] of cases)
      expect((await call("/metrics", { headers })).status).toBe(expected);
    // It opens this route only.
    expect((await call("/api/v1/orders", { headers: TOKEN })).status).toBe(401);
  });

  it("counts requests by route, method and status, and how long they took", async () => {
    const variant = await makeVariant();
    const labels = 'method="GET",route="/api/v1/products/:idOrSlug"';
    const route = [...(await scrapeAfter(`/api/v1/products/${variant.product_id}`)).keys()].find((name) =>
      /^edge_http_requests_total\{method="GET",route="\/api\/v1\/products\/:\w+",status="200"\}$/.test(name),
    );
    expect(route, labels).toBeDefined();
    const [, template = ""] = /route="([^"]+)"/.exec(route ?? "") ?? [];
    const duration = `edge_http_request_duration_seconds_count{method="GET",route="${template}",status="4xx"}`;
    const missing = `edge_http_requests_total{method="GET",route="${template}",status="404"}`;
    expect(
      await growth([missing, duration], async () => {
        for (let times = 0; times < 3; times += 1) await call(`/api/v1/products/${unique("none")}`);
      }),
    ).toEqual([3, 3]);
  });

  async function scrapeAfter(path: string) {
    await call(path);
    return scrape();
  }

  it("makes no series of what clients send: unknown paths, methods and products are one each", async () => {
    await call("/nowhere");
    await call("/nowhere", { method: "PROPFIND" });
    const before = new Set((await scrape()).keys());
    for (const method of ["MKCOL", "LOCK", "UNLOCK", "COPY", "MOVE", "REPORT"])
      await call("/nowhere", { method });
    for (let at = 0; at < 30; at += 1) {
      await call(`/${unique("path")}/${at}?q="\\\n`);
      await call(`/api/v1/${unique("path")}`);
      await call(`/api/v1/products/${unique("p")}`);
      await call(`/api/v1/orders/${unique("o")}`, { headers: { Authorization: `Bearer ${unique("t")}` } });
    }
    const added = [...(await scrape()).keys()].filter((name) => !before.has(name));
    const series = new Set(added.map((name) => name.replace(/,le="[^"]+"|_(bucket|sum|count)(?=\{)/g, "")));
    expect([...series].filter((name) => /path|MKCOL|LOCK|PROPFIND/.test(name))).toEqual([]);
    expect(series.size).toBeLessThan(12);
  });

  it("counts the calls of bindings, with their time, and what failed; a violated constraint is no failure", async () => {
    const token = await readyCart([{ variant: await makeVariant(), quantity: 1 }]);
    const io = (binding: string, operation: string) =>
      `edge_io_duration_seconds_count{binding="${binding}",operation="${operation}"}`;
    expect(
      await growth([io("CART", "read")], () => call("/api/v1/cart", { headers: { "X-Cart-Token": token } })),
    ).toEqual([1]);
    const ctx = createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
    const errors = 'edge_io_errors_total{binding="SEARCH_DB",operation="all"}';
    expect(
      await growth([io("SEARCH_DB", "batch"), io("SEARCH_DB", "all"), errors], async () => {
        const one = ctx.env.SEARCH_DB.prepare("SELECT ? AS n");
        const answers = await ctx.env.SEARCH_DB.batch([one.bind(1), env.SEARCH_DB.prepare("SELECT 2 AS n")]);
        expect(answers.map(({ results }) => results)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
        await expect(ctx.env.SEARCH_DB.prepare("SELECT * FROM nowhere").all()).rejects.toThrow("nowhere");
        await ctx.env.SEARCH_DB.prepare("INSERT INTO catalog_meta (key, value) VALUES (?, '1')")
          .bind("metrics-test")
          .all();
        const again = ctx.env.SEARCH_DB.prepare(
          "INSERT INTO catalog_meta (key, value) VALUES ('metrics-test', '1')",
        ).all();
        await expect(again).rejects.toThrow("UNIQUE");
        await env.SEARCH_DB.exec("DELETE FROM catalog_meta WHERE key = 'metrics-test'");
      }),
    ).toEqual([1, 3, 1]);
    expect(ctx.meter.io).toMatchObject({ search_d1: { calls: 4, failed: 1 } });
    expect("DB" in ctx.env).toBe(true);
    expect(
      await ctx.env.SEARCH_DB.withSession("first-unconstrained").prepare("SELECT 7 AS n").first("n"),
    ).toBe(7);
  });

  it("answers with what it has when the database is down, and says so", async () => {
    const down = () => {
      throw new Error("D1_ERROR: the database is down");
    };
    const bindings = { ...env, DB: { prepare: down, batch: down } as unknown as D1Database };
    const samples = await scrape(bindings);
    expect(samples.get('edge_scrape_error{source="events"}')).toBe(1);
    expect(samples.get('edge_scrape_error{source="counters"}')).toBe(0);
    expect([...samples.keys()].some((name) => name.startsWith("edge_http_requests_total"))).toBe(true);
    expect(samples.has("edge_outbox_undelivered")).toBe(false);
    const without = { ...env, METRICS: { getByName: down } as unknown as Env["METRICS"] };
    const rest = await scrape(without);
    expect(rest.get('edge_scrape_error{source="counters"}')).toBe(1);
    expect(rest.get("edge_dead_letters_open")).toBe(0);
  });

  it("costs one call of METRICS, and one of D1 for each source, at the same time", async () => {
    const { env: counted, counts } = countingEnv();
    await call("/metrics", { headers: TOKEN }, counted);
    expect(counts).toMatchObject({ metrics: 1, searchD1: 0, cart: 0 });
    expect(counts.d1).toBe(6);
  });

  it("tells how late events are, what was given up, and which mails failed", async () => {
    const before = await scrape();
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    const id = unique("event");
    await rows(
      "INSERT INTO outbox (id, type, payload, occurred_at) VALUES (?, 'user.registered', '{}', ?)",
      id,
      ago(900),
    );
    const letter =
      "INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at, closed_at) VALUES (?, ?, ?, 'x', '{}', 9, ?, ?, ?, ?)";
    await rows(letter, unique("l"), id, "a", "open", ago(9), ago(9), null);
    await rows(letter, unique("l"), id, "b", "discarded", ago(9), ago(9), ago(1));
    const after = await scrape();
    await rows("DELETE FROM outbox WHERE id = ?", id);
    await rows("DELETE FROM dead_letters WHERE event_id = ?", id);
    expect(after.get("edge_outbox_oldest_seconds")).toBeGreaterThanOrEqual(900);
    expect(after.get("edge_outbox_oldest_seconds")).toBeLessThan(960);
    expect(after.get("edge_outbox_undelivered")).toBe((before.get("edge_outbox_undelivered") ?? 0) + 1);
    expect(after.get("edge_dead_letters_open")).toBe((before.get("edge_dead_letters_open") ?? 0) + 1);
  });
});

describe("the sums of all isolates", () => {
  /** The number of payments with this outcome, as METRICS has it. */
  async function counted(outcome: string): Promise<number> {
    const all = new Map(await metricsObject(env).read());
    return all.get(`payments\t${outcome}`)?.[0] ?? 0;
  }

  it("add up what isolates tell at the same time, each once", async () => {
    const isolates = [new Metrics(), new Metrics(), new Metrics()];
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        isolates.map(async (isolate) => {
          for (let times = 0; times < 7; times += 1) isolate.count("payments", ["parallel"]);
          isolate.observe("io", ["DB", "parallel"], 30);
          await metricsObject(env).add(isolate.take(Infinity) ?? []);
        }),
      );
    }
    expect(await counted("parallel")).toBe(210);
    const [sum, ...buckets] = new Map(await metricsObject(env).read()).get("io\tDB\tparallel") ?? [];
    expect(sum).toBeCloseTo(0.9);
    expect(buckets).toHaveLength(BUCKETS.length + 1);
    expect(buckets[BUCKETS.indexOf(0.05)]).toBe(30);
  });

  it("are told once in ten seconds, and what METRICS did not take goes with the next", async () => {
    const isolate = new Metrics();
    const refuse = () => Promise.reject(new Error("overloaded"));
    const down = { ...env, METRICS: { getByName: () => ({ add: refuse }) } as unknown as Env["METRICS"] };
    isolate.count("payments", ["late"]);
    await isolate.flush(down);
    isolate.count("payments", ["late"]);
    expect(isolate.flush(env)).toBeUndefined();
    await metricsObject(env).add(isolate.take(Date.now() + 10_001) ?? []);
    expect(await counted("late")).toBe(2);
    expect(isolate.take(Infinity)).toBeUndefined();
  });

  it("survive a restart of the object with everything that was ever read, and forget series that nobody counts any more", async () => {
    const name = unique("metrics");
    const stub = env.METRICS.getByName(name);
    await stub.add([["payments\tkept", [5]]]);
    await stub.add([["payments\tkept", [2]]]);
    const seen = new Map((await stub.read()) as unknown as Delta[]);
    expect(seen.get("payments\tkept")).toEqual([7]);
    await runInDurableObject(stub, async (_, state) => {
      const restarted = new MetricsObject(state, env);
      expect(new Map(await restarted.read())).toEqual(seen);
      await restarted.add([["payments\tkept", [1]]]);
      expect(new Map(await restarted.read()).get("payments\tkept")).toEqual([8]);
      state.storage.sql.exec("UPDATE totals SET updated_at = updated_at - 91 * 86400000");
      expect(await new MetricsObject(state, env).read()).toEqual([]);
    });
  });

  it("never go down: nonsense is not added, and there is an end to the number of series", async () => {
    const stub = env.METRICS.getByName(unique("metrics"));
    await stub.add([["payments\tx", [5]]]);
    await stub.add([
      ["payments\tx", [-1]],
      ["payments\tx", [NaN]],
      ["payments\tx", [1, 2, 3]],
      ["payments\ty", [Infinity]],
    ]);
    expect(await stub.read()).toEqual([["payments\tx", [5]]]);
    await stub.add(Array.from({ length: 12_000 }, (_, at): Delta => [`payments\t${at}`, [1]]));
    expect(((await stub.read()) as unknown as Delta[]).length).toBe(10_000);
    const isolate = new Metrics();
    for (let at = 0; at < 6_000; at += 1) isolate.count("payments", [at]);
    expect(isolate.take(Infinity)).toHaveLength(5_000);
  });
});
