import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const LEFT_OUT = ["**/node_modules", ".build", ".git", ".local", ".wrangler"];

/** Every document of the project, by its path. */
export const DOCUMENTS = globSync("**/*.md", { cwd: ROOT, exclude: LEFT_OUT }).sort();

/** Every file of the project, as it would be typed in its folder. */
export function projectFiles(): string[] {
  return globSync("**/*", { cwd: ROOT, exclude: LEFT_OUT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** What stands in backticks in the running text: fenced blocks are left out. */
export function codeSpans(path: string): string[] {
  const prose = readText(path).replaceAll(/^\s*```[\s\S]*?^\s*```\s*$/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** The anchors of a document's headings, made as GitHub makes them. */
export function anchorsOf(path: string): string[] {
  return [...readText(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}
