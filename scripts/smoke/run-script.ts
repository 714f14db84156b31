import { spawn } from "node:child_process";
import { fromProject, inProject } from "../lib/paths.ts";
import { Failure } from "../lib/terminal.ts";

/** Runs a script of the project as npm does, and returns its exit code. */
export async function exitCodeOf(script: string, ...parameters: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [inProject(script), ...parameters], {
    cwd: inProject("."),
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

/** @throws Failure when the script fails */
export async function run(script: string, ...parameters: string[]): Promise<void> {
  const code = await exitCodeOf(script, ...parameters);
  if (code !== 0) throw new Failure(`${fromProject(inProject(script))} failed`);
}
