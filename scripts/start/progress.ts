import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "../lib/paths.ts";

/** How far the databases in .wrangler/state are prepared. It lies beside them, so it goes when they go. */
interface Progress {
  /** A digest of everything that the preparation reads. */
  prepared?: string;
  hasDemoCatalog?: boolean;
  /** The versions of the demo accounts, by email, when they were last as they should be. */
  accounts?: Record<string, number> | undefined;
}

const STATE = inProject(".wrangler/state");
const FILE = join(STATE, "setup.json");

/** How far this folder's databases are prepared. */
export function readProgress(): Progress {
  if (!existsSync(FILE) || !existsSync(join(STATE, "v3/d1"))) return {};
  return JSON.parse(readFileSync(FILE, "utf8")) as Progress;
}

/** Notes a step of the preparation as done. */
export function saveProgress(done: Progress): void {
  mkdirSync(STATE, { recursive: true });
  writeFileSync(FILE, JSON.stringify({ ...readProgress(), ...done }));
}

/** Forgets what was noted about databases that are not there any more. */
export function forgetProgress(): void {
  rmSync(FILE, { force: true });
}
