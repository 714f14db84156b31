import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { type Alert, commit } from "../../src/platform/commit.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { rows } from "../support/api.ts";

afterEach(() => vi.restoreAllMocks());

it("an alert is kept and logged once, though it is raised again, also beside a new one", async () => {
  const logged: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: unknown) => {
    logged.push((JSON.parse(String(line)) as { code: string }).code);
  });
  const ctx = createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
  const entityId = ctx.newId();
  const alert = (code: string): Alert => ({ code, entity: "test", entityId, details: {} });
  await commit(ctx, { statements: [], alerts: [alert("test.first")] });
  await commit(ctx, { statements: [], alerts: [alert("test.first"), alert("test.second")] });
  await commit(ctx, { statements: [], alerts: [alert("test.second")] });
  expect(await rows("SELECT code FROM alerts WHERE entity_id = ? ORDER BY code", entityId)).toEqual([
    { code: "test.first" },
    { code: "test.second" },
  ]);
  expect(logged).toEqual(["test.first", "test.second"]);
});

it("an alert that a person has dealt with is raised again when it says something else, and not for the same", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const ctx = createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
  const entityId = ctx.newId();
  const raise = (amount: number) =>
    commit(ctx, {
      statements: [],
      alerts: [{ code: "test.again", entity: "test", entityId, details: { amount } }],
    });
  const state = () =>
    rows("SELECT details, resolved_at FROM alerts WHERE code = 'test.again' AND entity_id = ?", entityId);
  await raise(1);
  await raise(2);
  expect(await state()).toEqual([{ details: '{"amount":1}', resolved_at: null }]);
  await env.DB.prepare("UPDATE alerts SET resolved_at = '2026-01-01' WHERE entity_id = ?")
    .bind(entityId)
    .run();
  await raise(1);
  expect(await state()).toEqual([{ details: '{"amount":1}', resolved_at: "2026-01-01" }]);
  await raise(2);
  expect(await state()).toEqual([{ details: '{"amount":2}', resolved_at: null }]);
});
