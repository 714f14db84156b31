import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { type Files, filesBelow } from "./mirror.ts";

/** The shop window and the admin panel: the modes of web/vite.config.ts. */
const PAGES = ["shop", "admin"];
const SOURCES = ["web", "client"];

/** The files of the pages, built anew when a source or a package has changed since. */
export async function webPages(root: string): Promise<Files> {
  const stampFile = join(root, ".build/web.stamp");
  const stamp = stampOf(root);
  if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
    // Whoever starts this (vitest, for example) may have set another one, and React would come in its version for development.
    process.env["NODE_ENV"] = "production";
    for (const mode of PAGES) {
      await build({ configFile: join(root, "web/vite.config.ts"), mode, logLevel: "warn" });
    }
    writeFileSync(stampFile, stamp);
  }
  return builtPages(root);
}

/** The files of the pages as they were built last; none of a page that never was. */
export function builtPages(root: string): Files {
  const folders = PAGES.map((page) => join(root, ".build/web", page)).filter(existsSync);
  return new Map(folders.flatMap((folder) => [...filesBelow(folder)]));
}

function stampOf(root: string): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const folder of SOURCES) {
    const files = [...filesBelow(join(root, folder))].sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [path, content] of files) hash.update(`\0${folder}/${path}\0`).update(content);
  }
  return hash.digest("hex");
}
