import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Role } from "../../src/platform/auth.ts";
import { fromProject, inProject } from "./paths.ts";
import { Failure } from "./terminal.ts";

/** How payments are made locally: by the emulator, or by Stripe itself in test mode. */
export interface LocalStripe {
  mode: "emulator" | "test";
  /** Where a client confirms payments at the emulator. */
  api_base?: string;
  publishable_key: string;
}

/** A demo account, ready to log in. */
export interface LocalAccount {
  email: string;
  password: string;
  role: Role;
}

/** What the running server tells other programs on this machine. */
export interface DevState {
  base_url: string;
  api_key: string;
  /** One of each role. */
  accounts: LocalAccount[];
  stripe: LocalStripe;
  pid: number;
  started_at: string;
}

const FILE = inProject(".local/dev.json");

/** What `npm start` wrote last; undefined when it never ran here. */
export function readDevState(): DevState | undefined {
  if (!existsSync(FILE)) return undefined;
  try {
    return JSON.parse(readFileSync(FILE, "utf8")) as DevState;
  } catch {
    throw new Failure(`${fromProject(FILE)} is not valid JSON. Delete it and run npm start again.`);
  }
}

/** Writes the state for others to read; only this user may, because of the key and the passwords. */
export function writeDevState(state: DevState): void {
  mkdirSync(inProject(".local"), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}
