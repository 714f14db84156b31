import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ROOT } from "../lib/paths.ts";
import { Failure } from "../lib/terminal.ts";
import { WRANGLER_ENV } from "../lib/wrangler.ts";

/**
 * Brings both local databases up to date and runs the statements in the main one, all or none. It may run beside the server.
 * @throws Failure with the reason
 */
export function prepareDatabases(statements: readonly string[]): Promise<void> {
  const script = fileURLToPath(import.meta.resolve("./prepare-databases.ts"));
  const env = { ...process.env, ...WRANGLER_ENV, CLOUDFLARE_CF_FETCH_ENABLED: "false" };
  const args = [script, JSON.stringify(statements)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) => {
      if (error) reject(new Failure(`The databases could not be prepared: ${reasonIn(stdout + stderr)}`));
      else resolve();
    });
  });
}

/** What the script itself said at last, without the runtime's warnings before; all of it when it said nothing. */
function reasonIn(output: string): string {
  const start = output.lastIndexOf("\nerror ");
  return start === -1 ? output : output.slice(start + "\nerror ".length).trimEnd();
}
