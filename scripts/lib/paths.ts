import { join, relative } from "node:path";

/** The project's folder. */
export const ROOT = join(import.meta.dirname, "../..");

/** An absolute path inside the project. */
export function inProject(path: string): string {
  return join(ROOT, path);
}

/** The path as somebody in the project's folder would type it. */
export function fromProject(path: string): string {
  return relative(ROOT, path);
}
