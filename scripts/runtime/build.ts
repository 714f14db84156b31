import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ROOT } from "../lib/paths.ts";
import { SCRATCH } from "./runtime.ts";

export interface Bundle {
  script: string;
  bytes: number;
  gzipBytes: number;
}

/** Bundles the API as it is deployed. Of the environment only the sources are taken, not its settings. */
export function buildApi(): Bundle {
  const outdir = join(SCRATCH, "bundle");
  execFileSync("wrangler", ["deploy", "--dry-run", "--env", "production", "--outdir", outdir], {
    cwd: ROOT,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const script = readFileSync(join(outdir, "main.js"), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  return { script, bytes: utf8Bytes(script), gzipBytes: gzipSync(script).length };
}

export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Bundles a Worker that has no wrangler.toml of its own, or needs none. */
export async function bundleWorker(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*"],
    logLevel: "silent",
  });
  const [output] = outputFiles;
  if (!output) throw new Error(`esbuild wrote no bundle of ${entry}`);
  return output.text;
}
