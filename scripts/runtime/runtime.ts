import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { type Database, databaseDoor, openDatabase } from "./database.ts";
import { workerdChildren } from "./process-stats.ts";

export type { Database } from "./database.ts";

/** Bundles and stores of this run; removed when the process ends. */
export const SCRATCH = mkdtempSync(join(tmpdir(), "edge-commerce-runtime-"));
process.on("exit", () => {
  rmSync(SCRATCH, { recursive: true, force: true });
});

/** Lines that a runtime may log as errors before the rest is swallowed. */
const SHOWN_ERRORS = 3;
const RESTART_TIMEOUT_MS = 30_000;

/** A Worker in a workerd process of its own, with storage on disk. */
export interface Runtime {
  /** Without a trailing slash. */
  url: string;
  /** undefined where there is no /proc. */
  pid: number | undefined;
  /** Of a binding of the Worker. Not valid any more after the process was killed: ask again. */
  database(binding: string): Promise<Database>;
  stop(): Promise<void>;
}

/** A runtime whose process can be killed. It comes up again by itself, on the same port and storage. */
export interface MortalRuntime extends Runtime {
  /** Kills the process at once (SIGKILL) and waits until another one is up. Returns the milliseconds in between. */
  crash(): Promise<number>;
}

export type WorkerOptions = V4WorkerOptions & { name: string };

interface Start {
  /** Which door answers: Miniflare's entry Worker, which also fires cron triggers, or the Worker's own socket. */
  server: "miniflare" | "direct";
  /** Fixed, for whoever has to know it beforehand. */
  port?: number;
  /** Instead of the first few on the console. */
  onError?: (message: string) => void;
  /** Hears every line that the Worker logs. */
  onLine?: (message: string) => void;
}

/** Starts a Worker. It goes on with what a runtime of the same name has left in this run. */
export async function startRuntime(worker: WorkerOptions, start: Start): Promise<MortalRuntime> {
  const { server, port = 0 } = start;
  let errors = 0;
  const show = (message: string) => {
    if (++errors <= SHOWN_ERRORS) console.error(`${worker.name}: ${message}`);
  };
  const onError = start.onError ?? show;
  const door = databaseDoor(worker);
  const before = new Set(workerdChildren());
  const newPid = () => workerdChildren().find((pid) => !before.has(pid));
  let restarted = () => {};
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [
        {
          ...worker,
          unsafeDirectSockets: [{ host: "127.0.0.1", port: server === "direct" ? port : 0 }],
        },
        { ...door, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] },
      ],
      host: "127.0.0.1",
      port: server === "direct" ? 0 : port,
      cf: false,
      log: new Log(LogLevel.NONE),
      logRequests: false,
      unsafeTriggerHandlers: true,
      handleStructuredLogs: ({ level, message }) => {
        start.onLine?.(message);
        if (level === "error") onError(message);
      },
      unsafeHandleRuntimeRestart: () => restarted(),
      resourcePersistencePath: join(SCRATCH, worker.name),
    }),
  );
  const entry = await miniflare.ready;
  const url = server === "direct" ? await miniflare.unsafeGetDirectURL(worker.name) : entry;
  const runtime: MortalRuntime = {
    url: url.origin,
    pid: newPid(),
    database: async (binding) => openDatabase(await miniflare.unsafeGetDirectURL(door.name), binding),
    stop: () => miniflare.dispose(),
    async crash() {
      const { pid } = runtime;
      if (pid === undefined) throw new Error(`${worker.name}: its process is not known on this system`);
      const killed = performance.now();
      const up = new Promise<void>((resolve, reject) => {
        restarted = resolve;
        setTimeout(
          () => reject(new Error(`${worker.name} did not come up again`)),
          RESTART_TIMEOUT_MS,
        ).unref();
      });
      process.kill(pid, "SIGKILL");
      before.add(pid);
      await up;
      runtime.pid = newPid();
      return performance.now() - killed;
    },
  };
  return runtime;
}
