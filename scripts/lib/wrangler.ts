import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter } from "node:path";
import { inProject, ROOT } from "./paths.ts";

/** Wrangler's program. It is run by this Node itself, without the launcher in between, so that signals arrive. */
export const WRANGLER = createRequire(import.meta.url).resolve("wrangler");

/** The environment that keeps wrangler quiet, offline where it can be, and its files inside the project. */
export const WRANGLER_ENV = {
  // Its build command is run by this project's Node, also when no npm script is around.
  PATH: [inProject("node_modules/.bin"), process.env["PATH"]].join(delimiter),
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
};

/** How a command ended, and what it wrote unless it was shown: all of it, and the answer alone (stdout). */
interface Ended {
  code: number;
  output: string;
  answer: string;
}

/** Runs a wrangler command. Its output is shown, or returned when `quiet`. */
export function wrangler(args: readonly string[], options: { quiet?: boolean } = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--no-warnings", WRANGLER, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...WRANGLER_ENV },
      stdio: options.quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    let output = "";
    let answer = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      answer += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output, answer }));
  });
}
