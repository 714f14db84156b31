import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix, relative } from "node:path";

const zod = dirname(createRequire(import.meta.url).resolve("zod/package.json"));
const LANGUAGES = /^export \* as locales from "[^"]+";\n/m;

/**
 * Zod's two indexes for a file in `folder`, without its languages and its reader of JSON Schemas: all exports are one object, which no
 * bundler can shake, and these would be a tenth of the Worker. English stays, schemas.js sets it up by itself. wrangler.toml has the bundler take these.
 * @throws Error when Zod's indexes are not what they were
 */
export function englishZod(folder: string): Map<string, Uint8Array> {
  const core = withoutLanguages("v4/core/index.js", folder);
  const classic = withoutLanguages("v4/classic/external.js", folder)
    .replace(/^export \* as core from "[^"]+";$/m, 'export * as core from "./zod-core.js";')
    .replace(/^export \{ fromJSONSchema \} from "[^"]+";\n/m, "");
  const main = `${classic}import * as z from "./zod.js";\nexport { z, z as default };\n`;
  const encoder = new TextEncoder();
  return new Map([
    ["zod.js", encoder.encode(main)],
    ["zod-core.js", encoder.encode(core)],
  ]);
}

function withoutLanguages(index: string, folder: string): string {
  const text = readFileSync(join(zod, index), "utf8");
  if (!LANGUAGES.test(text))
    throw new Error(`zod/${index} exports no languages any more: see wrangler.toml's alias`);
  const from = relative(folder, join(zod, dirname(index))).replaceAll("\\", "/");
  return text
    .replace(LANGUAGES, "")
    .replace(/from "(\.\.?\/[^"]+)"/g, (_, path: string) => `from "${posix.join(from, path)}"`);
}
