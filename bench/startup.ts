import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../scripts/lib/paths.ts";
import { SCRATCH } from "../scripts/runtime/runtime.ts";
import { median } from "./load.ts";

interface Profile {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples: number[];
  timeDeltas: number[];
}

const TRIES = 3;

/** Processor milliseconds until the Worker's global scope has run, as wrangler's start-up profile has them: the median of three. */
export function startupMs(): number {
  return median(
    Array.from({ length: TRIES }, () => {
      const file = join(SCRATCH, "startup.cpuprofile");
      execFileSync("wrangler", ["check", "startup", "--env", "production", "--outfile", file], {
        cwd: ROOT,
        env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
        stdio: "ignore",
      });
      return activeMs(JSON.parse(readFileSync(file, "utf8")) as Profile);
    }),
  );
}

function activeMs({ nodes, samples, timeDeltas }: Profile): number {
  const idle = new Set(nodes.filter((node) => node.callFrame.functionName === "(idle)").map(({ id }) => id));
  const micros = samples.map((id, index) => (idle.has(id) ? 0 : (timeDeltas[index] ?? 0)));
  return micros.reduce((sum, value) => sum + value, 0) / 1000;
}
