import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Readiness } from "../../src/modules/ops/readiness.ts";
import { rows } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { countingEnv } from "../support/counting-env.ts";
import { unique } from "../support/shop.ts";

type Answer = Readiness & { code?: string };

const never = () => new Promise<never>(() => undefined);
const broken = () => Promise.reject(new Error("secret-host:5432 said no"));

/** A binding all of whose methods do this. */
function binding(method: () => unknown): never {
  return new Proxy({}, { get: () => () => method() }) as never;
}

function database(all: () => unknown): D1Database {
  const statement = { all, first: all, bind: () => statement };
  return { prepare: () => statement, batch: all } as unknown as D1Database;
}

describe("GET /health", () => {
  it("answers without looking at anything, and names the version", async () => {
    const { env: counted, counts } = countingEnv();
    const version = { id: "v-1", tag: "", timestamp: "" };
    const answer = await callWith<{ status: string; version: string }>(
      { ...counted, CF_VERSION: version },
      "GET",
      "/health",
    );
    expect(answer).toMatchObject({ status: 200, body: { status: "ok", version: "v-1" } });
    expect(counts).toMatchObject({ d1: 0, searchD1: 0, kvReads: 0, cart: 0, queue: 0 });
  });
});

describe("GET /ready", () => {
  it("tells of each store whether it answers, and how long that took", async () => {
    const answer = await callWith<Answer>({ ...env }, "GET", "/ready");
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body.checks).sort()).toEqual(
      ["database", "durable_objects", "kv", "outbox", "queue", "r2", "search_database"].sort(),
    );
    for (const check of Object.values(answer.body.checks)) {
      expect(["ok", "skipped"]).toContain(check.status);
      expect(check.duration_ms).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([
    ["database", { DB: database(broken) }],
    ["search_database", { SEARCH_DB: database(broken) }],
    ["durable_objects", { METRICS: { getByName: () => ({ ping: broken }) } as never }],
  ] satisfies [string, Partial<Env>][])(
    "is 503 without the %s, whose failure it does not describe",
    async (name, down) => {
      const answer = await callWith<Answer>({ ...env, ...down }, "GET", "/ready");
      expect(answer).toMatchObject({ status: 503, body: { code: "service.unavailable" } });
      expect(answer.body.checks[name]).toMatchObject({ status: "failed", detail: "did not answer" });
      expect(JSON.stringify(answer.body)).not.toContain("secret-host");
    },
  );

  it("is 200 and degraded without KV, R2 or the queue: the shop can sell", async () => {
    const down = { CATALOG_CACHE: binding(broken), MEDIA: binding(broken), EVENTS: binding(broken) };
    const answer = await callWith<Answer>({ ...env, ...down }, "GET", "/ready");
    expect(answer).toMatchObject({ status: 200, body: { status: "degraded" } });
    for (const name of ["kv", "r2", "queue"]) expect(answer.body.checks[name]?.status).toBe("degraded");
    expect(answer.body.checks["database"]?.status).toBe("ok");
  });

  it("gives up what hangs after 1.5 s, all at the same time", async () => {
    const started = Date.now();
    const hanging = { DB: database(never), CATALOG_CACHE: binding(never), MEDIA: binding(never) };
    const answer = await callWith<Answer>({ ...env, ...hanging }, "GET", "/ready");
    expect(Date.now() - started).toBeLessThan(2_500);
    expect(answer.status).toBe(503);
    expect(answer.body.checks["database"]).toMatchObject({ status: "failed", detail: "timed out" });
    expect(answer.body.checks["kv"]).toMatchObject({ status: "degraded", detail: "timed out" });
    expect(answer.body.checks["outbox"]).toBeUndefined();
  });

  it("tells when events are late, which is no reason to take the shop away", async () => {
    const id = unique("late");
    const at = new Date(Date.now() - 400_000).toISOString();
    await rows(
      "INSERT INTO outbox (id, type, payload, occurred_at) VALUES (?, 'user.registered', '{}', ?)",
      id,
      at,
    );
    const answer = await callWith<Answer>({ ...env }, "GET", "/ready");
    await rows("DELETE FROM outbox WHERE id = ?", id);
    expect(answer).toMatchObject({ status: 200, body: { status: "degraded" } });
    expect(answer.body.checks["outbox"]?.detail).toMatch(/^the oldest event waits for 4\d\d s$/);
  });

  it("asks the stores once however often it is asked itself, one after the other or at the same time", async () => {
    const { env: counted, counts } = countingEnv();
    const ask = () => callWith<Answer>(counted, "GET", "/ready");
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    for (let times = 0; times < 20; times += 1) answers.push(await ask());
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(counts).toMatchObject({ d1: 1, searchD1: 1, kvReads: 1 });
  });
});
