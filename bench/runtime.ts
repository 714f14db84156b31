import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { workerdChildren } from "./process-stats.ts";

export const ROOT = join(import.meta.dirname, "..");
/** Bundles and stores of this run; removed when the process ends. */
export const SCRATCH = mkdtempSync(join(tmpdir(), "edge-commerce-bench-"));
process.on("exit", () => {
  rmSync(SCRATCH, { recursive: true, force: true });
});

/** Lines that a runtime may log as errors before the rest is swallowed. */
const SHOWN_ERRORS = 3;

export type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/** A Worker in a workerd process of its own, with storage on disk. */
export interface Runtime {
  /** Without a trailing slash. */
  url: string;
  /** undefined where there is no /proc. */
  pid: number | undefined;
  database(binding: string): Promise<Database>;
  stop(): Promise<void>;
}

export type WorkerOptions = V4WorkerOptions & { name: string };

/**
 * Starts a Worker. `direct` answers on the Worker's own socket, past Miniflare's entry Worker.
 * It goes on with what a runtime of the same name has left in this run.
 */
export async function startRuntime(worker: WorkerOptions, server: "miniflare" | "direct"): Promise<Runtime> {
  let errors = 0;
  const before = new Set(workerdChildren());
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [{ ...worker, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }],
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.NONE),
      logRequests: false,
      handleStructuredLogs: ({ level, message }) => {
        if (level === "error" && ++errors <= SHOWN_ERRORS) console.error(`${worker.name}: ${message}`);
      },
      resourcePersistencePath: join(SCRATCH, worker.name),
    }),
  );
  const entry = await miniflare.ready;
  const url = server === "direct" ? await miniflare.unsafeGetDirectURL(worker.name) : entry;
  return {
    url: url.origin,
    pid: workerdChildren().find((pid) => !before.has(pid)),
    database: (binding) => miniflare.getD1Database(binding, worker.name),
    stop: () => miniflare.dispose(),
  };
}
