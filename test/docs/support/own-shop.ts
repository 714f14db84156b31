import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { freePort } from "../../../scripts/lib/free-port.ts";
import { inProject, ROOT } from "../../../scripts/lib/paths.ts";
import { poll } from "../../../scripts/lib/terminal.ts";
import { followRecipe } from "./recipe.ts";

const LEFT_OUT = new Set(["node_modules", ".git", ".wrangler", ".local", ".build", ".dev.vars"]);

/** A shop that was started with `npm start` in a copy of the project, with secrets and data of its own, and with the example module. */
export interface OwnShop {
  folder: string;
  /** The files that CONTRIBUTING.md had written. */
  recipe: string[];
  stop(): Promise<void>;
}

/** @throws Error with what `npm start` wrote when the shop does not come up */
export async function startOwnShop(): Promise<OwnShop> {
  const folder = copyOfProject();
  const recipe = followRecipe(folder);
  const child = spawn(process.execPath, [join(folder, "scripts/start.ts")], {
    cwd: folder,
    env: { ...process.env, PORT: String(await freePort()), NODE_ENV: "development" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-10_000)));
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const isUp = await poll(
    async () => (child.exitCode === null ? output.includes("Ctrl-C stops everything") || undefined : false),
    { timeoutMs: 180_000 },
  );
  if (isUp) return { folder, recipe, stop };
  await stop();
  throw new Error(`npm start did not come up:\n${output}`);
}

function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "edge-commerce-shop-"));
  const isWanted = (path: string) => !LEFT_OUT.has(relative(ROOT, path).split(sep)[0] ?? "");
  cpSync(ROOT, folder, { recursive: true, filter: isWanted });
  symlinkSync(inProject("node_modules"), join(folder, "node_modules"), "dir");
  // The pages as they were built last: they are built anew only when they have changed since.
  for (const built of [".build/web", ".build/web.stamp"]) {
    if (existsSync(inProject(built))) cpSync(inProject(built), join(folder, built), { recursive: true });
  }
  return folder;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}
