import { afterEach, expect, it, vi } from "vitest";
import { WorkerLog } from "../../scripts/start/worker-log.ts";

afterEach(() => vi.restoreAllMocks());

it("tells of pages that cannot be built, also while the shop starts, and leaves out the rest of the build's talk", () => {
  const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const log = new WorkerLog({ verbose: false });
  const broken = {
    level: "error",
    message: "The pages cannot be built.",
    reason: "App.tsx:77:16\nUnexpected token",
  };
  log.take("[custom build] Running: node scripts/build-assets.ts");
  log.take(`[custom build] ${JSON.stringify(broken)}`);
  expect(told).toHaveBeenCalledTimes(1);
  expect(String(told.mock.calls[0]?.[0])).toMatch(
    /The pages cannot be built\..*App\.tsx:77:16\nUnexpected token/s,
  );
});
