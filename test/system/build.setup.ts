import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildApi } from "../../scripts/runtime/build.ts";
import { SCRATCH } from "../../scripts/runtime/runtime.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The file with the bundled API. */
    apiBundle: string;
  }
}

/** Bundles the API once for all suites. Returns what removes the bundle again. */
export default function setup(project: TestProject): () => void {
  const file = join(SCRATCH, "api.js");
  writeFileSync(file, buildApi().script);
  project.provide("apiBundle", file);
  return () => rmSync(SCRATCH, { recursive: true, force: true });
}
