import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

const zod = join(dirname(createRequire(import.meta.url).resolve("zod/package.json")), "v4");

/** Where Zod declares what `z` has. */
const SCHEMAS = "schemas.js";
const FILES = [SCHEMAS, "checks.js", "errors.js", "parse.js", "compat.js", "iso.js", "coerce.js"];

/** What the libraries between us and Zod take from it: @hono/zod-openapi of `z`, @hono/zod-validator of zod/v4/core. */
const TAKEN_FROM_Z = ["ZodType"];
const TAKEN_FROM_CORE = ["safeParseAsync"];

/**
 * Zod for files in `folder` with those of its exports that the code in `users` names, and without its JSON Schemas unless that names
 * them: its exports are one object, which no bundler can shake, and the rest would be a tenth of the Worker. wrangler.toml has the
 * bundler take it.
 * @throws Error when Zod is not laid out as it was
 */
export function slimZod(folder: string, users: readonly string[]): Map<string, Uint8Array> {
  const used = membersNamedIn(users);
  const main = new Set([...(used.get("z") ?? []), ...TAKEN_FROM_Z]);
  const schemas = main.has("toJSONSchema") ? (text: string) => text : withoutJsonSchema;
  const parts = new Map<string, string>();
  for (const file of FILES) {
    const text = readFileSync(join(zod, "classic", file), "utf8");
    parts.set(
      `classic/${file}`,
      pointingAt(join(folder, "classic"), file === SCHEMAS ? schemas(text) : text),
    );
  }
  const core = (file: string) => relative(folder, join(zod, "core", file)).replaceAll("\\", "/");
  parts.set("zod-iso.js", named("./classic/iso.js", "classic/iso.js", used.get("iso")));
  parts.set("zod-coerce.js", named("./classic/coerce.js", "classic/coerce.js", used.get("coerce")));
  parts.set("zod-core.js", named(core("parse.js"), "core/parse.js", new Set(TAKEN_FROM_CORE)));
  const members = FILES.slice(0, 5).map((file) => named(`./classic/${file}`, `classic/${file}`, main));
  parts.set(
    "zod-members.js",
    [
      ...members,
      named(core("core.js"), "core/core.js", main),
      named(core("json-schema-processors.js"), "core/json-schema-processors.js", main),
      'export * as iso from "./zod-iso.js";',
      'export * as coerce from "./zod-coerce.js";',
    ].join("\n"),
  );
  parts.set(
    "zod.js",
    'export * from "./zod-members.js";\nimport * as z from "./zod-members.js";\nexport { z, z as default };\n',
  );
  const encoder = new TextEncoder();
  return new Map([...parts].map(([name, text]) => [name, encoder.encode(text)]));
}

/** Every schema can write itself as a JSON Schema; nobody asks it to. */
function withoutJsonSchema(text: string): string {
  const changed = text
    .replace(/^import \* as processors from "[^"]+";$/m, "const processors = {};")
    .replace(
      /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from "[^"]+";$/m,
      "const createStandardJSONSchemaMethod = () => undefined, createToJSONSchemaMethod = () => undefined;",
    );
  if (changed.includes("json-schema")) throw new Error("Zod is laid out differently now: see scripts/assets");
  return changed;
}

/** The text of one of Zod's files for a file in `folder`: what it imports from outside of its own folder is still found. */
function pointingAt(folder: string, text: string): string {
  const up = relative(folder, zod).replaceAll("\\", "/");
  return text.replace(/from "\.\.\/([^"]+)"/g, `from "${up}/$1"`).replace(/^\/\/# sourceMappingURL.*$/m, "");
}

/** The line that exports those of a file's exports that are in `members`. */
function named(path: string, file: string, members: ReadonlySet<string> = new Set()): string {
  const names = exportsOf(file).filter((name) => members.has(name));
  return names.length === 0 ? "" : `export { ${names.join(", ")} } from "${path}";`;
}

function exportsOf(file: string): string[] {
  const text = readFileSync(join(zod, file), "utf8");
  const declared = [...text.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(
    ([, name]) => name ?? "",
  );
  const listed = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map(
      (name) =>
        name
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? "",
    ),
  );
  return [...declared, ...listed];
}

/** Of z.string(): z has string; of z.iso.date(): z has iso, and iso has date. */
function membersNamedIn(folders: readonly string[]): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  const note = (object: string, member: string) =>
    members.set(object, (members.get(object) ?? new Set()).add(member));
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts")) continue;
      const text = readFileSync(join(folder, file), "utf8");
      for (const [, member = "", inner] of text.matchAll(/\bz\s*\.(\w+)(?:\s*\.(\w+))?/g)) {
        note("z", member);
        if (inner !== undefined) note(member, inner);
      }
    }
  }
  return members;
}
