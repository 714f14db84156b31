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
