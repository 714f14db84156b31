import { build } from "esbuild";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vitest/config";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BUNDLE = join(ROOT, ".build/test/sources.mjs");
const CONTRACT = join(ROOT, ".build/test/openapi.mjs");

/**
 * Gives the tests inside workerd all sources as one module, of which each source only hands on its own exports. Every test file starts an
 * isolate, and to load a thousand modules into it one by one took longer than what most files test. Stack traces then name
 * .build/test/sources.mjs; with SOURCES=each, and while watching, every source is loaded by itself.
 */
export async function sourcesInOneModule(): Promise<Plugin[]> {
  if (process.env["SOURCES"] === "each" || !process.argv.includes("run")) return [];
  made ??= make();
  const { names, exported } = await made;
  return [
    {
      name: "sources-in-one-module",
      enforce: "post",
      // The pool asks for every module to be transformed; this one is for the runtime to load as it is.
      config(config) {
        config.test ??= {};
        config.test.server = {
          deps: { inline: [/^(?!.*\/\.build\/test\/)/], external: [/\/\.build\/test\//] },
        };
      },
      load(id) {
        if (id === join(ROOT, "openapi.json?raw"))
          return `export { default } from ${JSON.stringify(CONTRACT)};`;
        const name = names.get(id);
        const all = exported.get(id);
        if (name === undefined || all === undefined) return null;
        const lines = all.map((each) =>
          each === "default" ? `export default ${name}.default;` : `export const ${each} = ${name}.${each};`,
        );
        return [`import { ${name} } from ${JSON.stringify(BUNDLE)};`, ...lines].join("\n");
      },
    },
  ];
}

interface Made {
  names: ReadonlyMap<string, string>;
  exported: ReadonlyMap<string, string[]>;
}

/** Once for all projects. */
let made: Promise<Made> | undefined;

async function make(): Promise<Made> {
  const paths = globSync(["src/**/*.ts", "workers/*.ts"], { cwd: ROOT }).map((path) => join(ROOT, path));
  // Named by the path and not by a number: what Vitest has cached of a file stays right when others come and go.
  const names = new Map(paths.map((path) => [path, relative(ROOT, path).replaceAll(/[^a-z0-9]/gi, "_")]));
  const [exported] = await Promise.all([exportsOf(paths), bundle(names)]);
  return { names, exported };
}

async function bundle(names: ReadonlyMap<string, string>): Promise<void> {
  mkdirSync(join(ROOT, ".build/test"), { recursive: true });
  const lines = [...names].map(([path, name]) => `export * as ${name} from ${JSON.stringify(path)};`);
  await build({
    stdin: { contents: lines.join("\n"), resolveDir: ROOT },
    outfile: BUNDLE,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
  // Two megabytes, without their indentation.
  const contract = JSON.stringify(JSON.parse(readFileSync(join(ROOT, "openapi.json"), "utf8")));
  writeFileSync(CONTRACT, `export default ${JSON.stringify(contract)};\n`);
}

/** What each of these modules exports, by path; without those that hand on whatever another one exports, which are loaded as they are. */
async function exportsOf(paths: readonly string[]): Promise<Map<string, string[]>> {
  const { metafile } = await build({
    entryPoints: paths.filter((path) => !/^export \*/m.test(readFileSync(path, "utf8"))),
    outdir: ROOT,
    outbase: ROOT,
    write: false,
    format: "esm",
    metafile: true,
    absWorkingDir: ROOT,
    logLevel: "error",
  });
  const known = new Set(paths);
  return new Map(
    Object.entries(metafile.outputs).flatMap(([, { entryPoint, exports }]) => {
      const path = join(ROOT, entryPoint ?? "");
      return known.has(path) ? [[path, exports] as const] : [];
    }),
  );
}
