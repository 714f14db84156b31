import { mkdirSync, rmSync, statSync } from "node:fs";
import { poll } from "../../../scripts/lib/terminal.ts";

/** Whoever holds it longer has ended without giving it back. */
const STALE_MS = 120_000;

/** Does what two runs in one folder cannot do at once. The folder `lock` stands for the right to it. */
export async function oneAtATime<Result>(lock: string, act: () => Result): Promise<Result> {
  const taken = await poll(async () => take(lock), { timeoutMs: 2 * STALE_MS });
  if (!taken) throw new Error(`${lock} was not given back; delete it`);
  try {
    return act();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock: string): true | undefined {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const held = statSync(lock, { throwIfNoEntry: false });
    if (held && Date.now() - held.mtimeMs > STALE_MS) rmSync(lock, { recursive: true, force: true });
    return undefined;
  }
}
