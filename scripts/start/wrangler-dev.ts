import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { request } from "../lib/http.ts";
import { inProject, ROOT } from "../lib/paths.ts";
import { Failure, poll, sleep } from "../lib/terminal.ts";
import { WRANGLER, WRANGLER_ENV } from "../lib/wrangler.ts";

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 6_000;

/** A running `wrangler dev` with both Workers. */
export interface WranglerDev {
  /** Settles when it ended, with its exit code. */
  ended: Promise<number>;
  /** Resolves when the API answers /ready. */
  ready(): Promise<void>;
  /** Stops it with everything that it started. */
  stop(): Promise<void>;
}

interface Options {
  port: number;
  verbose: boolean;
  /** Where its data is (default: .wrangler/state). */
  state?: string;
  onLine: (line: string) => void;
}

/** Starts the API and the Stripe emulator. */
export function startWranglerDev({ port, verbose, state, onLine }: Options): WranglerDev {
  const child = spawn(process.execPath, nodeArgs(port, verbose, state), {
    cwd: ROOT,
    env: environment(),
    // A process group of its own: Ctrl-C reaches this script alone, which stops the whole group in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", onLine);
  }
  let isUp = false;
  child.on("message", (message) => (isUp ||= JSON.stringify(message).includes("DEV_SERVER_READY")));
  let hasEnded = false;
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
  void ended.then(() => (hasEnded = true));

  return {
    ended,
    async ready() {
      const answer = await poll(
        async () => {
          if (hasEnded) throw new Failure("wrangler dev ended before the API was ready.");
          return isUp ? await answerOf(`http://127.0.0.1:${port}/ready`) : undefined;
        },
        { timeoutMs: START_TIMEOUT_MS, everyMs: 50 },
      );
      if (answer === undefined) throw new Failure("The API did not get ready.");
    },
    stop: () => stop(child, ended),
  };
}

function nodeArgs(port: number, verbose: boolean, state = ".wrangler/state"): string[] {
  return [
    "--no-warnings",
    `--import=${import.meta.resolve("./exit-with-parent.mjs")}`,
    WRANGLER,
    "dev",
    ...["--config", "wrangler.toml", "--config", "workers/stripe-emulator/wrangler.toml"],
    ...["--ip", "127.0.0.1", "--port", String(port), "--persist-to", state],
    ...["--var", `PUBLIC_URL:http://localhost:${port}`],
    ...["--var", `ACCOUNT_URL:http://localhost:${port}/account`],
    ...(verbose ? ["--var", "LOG_LEVEL:debug"] : ["--inspector-port", "0"]),
    "--show-interactive-dev-session=false",
  ];
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...WRANGLER_ENV,
    // Several clones on one machine must not find each other's Workers.
    WRANGLER_REGISTRY_PATH: inProject(".wrangler/registry"),
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    // For scripts/build-assets.ts, which runs at each reload.
    SKIP_BROKEN_PAGES: "true",
    FORCE_COLOR: "0",
  };
}

async function answerOf(url: string): Promise<number | undefined> {
  const status = await request("GET", url, { timeoutMs: 10_000 }).then(
    (answer) => answer.status,
    () => undefined,
  );
  return status === 200 ? status : undefined;
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  await Promise.race([ended, sleep(STOP_TIMEOUT_MS)]);
  try {
    // Whatever is left of the group: wrangler itself if it hangs, a runtime that outlived it.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing is left.
  }
}
