import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createCtx } from "../../src/platform/ctx.ts";
import { type Job, runJob } from "../../src/platform/jobs.ts";
import { jobs } from "../../src/registry.ts";
import worker from "../../workers/main.ts";
import { api, rows, value } from "../support/api.ts";
import { makeVariant } from "../support/shop.ts";

const ctx = (now?: Date) =>
  createCtx(
    env,
    { kind: "system", job: "test" },
    { waitUntil: () => undefined, ...(now ? { now: () => now } : {}) },
  );

async function cron(bindings: Env = env): Promise<void> {
  const execution = createExecutionContext();
  await worker.scheduled(createScheduledController({ cron: "* * * * *" }), bindings, execution);
  await waitOnExecutionContext(execution);
}

describe("cron", () => {
  it("runs every job of the registry and records how it went", async () => {
    await cron();
    const ran = await rows<{ name: string; last_error: string | null; lease_until: string | null }>(
      "SELECT name, last_error, lease_until FROM jobs ORDER BY name",
    );
    expect(ran.map((row) => row.name)).toEqual(jobs.map((job) => job.name).sort());
    for (const row of ran) expect(row).toMatchObject({ last_error: null, lease_until: null });
  });

  it("never runs a job twice at once; a dead run's lease ends by itself", async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const job: Job = {
      name: "test.slow",
      schedule: { everyMinutes: 1 },
      leaseSeconds: 60,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        running -= 1;
        return "done";
      },
    };
    const results = await Promise.all(Array.from({ length: 5 }, () => runJob(ctx(), job)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect({ most, runs }).toEqual({ most: 1, runs: 1 });
    await env.DB.prepare("UPDATE jobs SET lease_until = ? WHERE name = 'test.slow'")
      .bind(new Date(Date.now() + 60_000).toISOString())
      .run();
    expect(await runJob(ctx(), job)).toBe(false);
    expect(await runJob(ctx(new Date(Date.now() + 61_000)), job)).toBe(true);
  });

  it("goes on with the other jobs when one fails, and keeps the reason", async () => {
    const failing: Job = {
      name: "test.failing",
      schedule: { everyMinutes: 1 },
      leaseSeconds: 60,
      run: () => Promise.reject(new Error("no luck for ada@example.com")),
    };
    expect(await runJob(ctx(), failing)).toBe(true);
    expect(await value("SELECT last_error FROM jobs WHERE name = 'test.failing'")).toBe(
      "no luck for ***@***",
    );
  });
});

describe("the read model", () => {
  it("is rebuilt by itself when the deployment's settings change its documents", async () => {
    const variant = await makeVariant({ stock: 3 });
    await cron();
    const moved: Env = { ...env, PUBLIC_URL: "https://moved.example.com" as Env["PUBLIC_URL"] };
    await env.DB.prepare(
      "INSERT INTO product_media (product_id, position, url, alt) VALUES (?, 1, '/media/a.png', 'A')",
    )
      .bind(variant.product_id)
      .run();
    await cron(moved);
    const product = await api<{ images: { url: string }[] }>("GET", `/api/v1/products/${variant.product_id}`);
    expect(product.body.images[0]?.url).toBe("https://moved.example.com/media/a.png");
    await cron();
    const back = await api<{ images: { url: string }[] }>("GET", `/api/v1/products/${variant.product_id}`);
    expect(back.body.images[0]?.url).toBe(`${env.PUBLIC_URL}/media/a.png`);
  });
});
