import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { subscribers } from "../../src/registry.ts";

const ROOT = join(import.meta.dirname, "../..");

function markdownFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

const FILES = ["README.md", "workers/stripe-emulator/README.md", ...markdownFiles("docs")];
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe.each(FILES)("%s", (file) => {
  it("links only to what exists", () => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
      (match) => match[1] ?? "",
    );
    for (const link of links) expect(existsSync(join(ROOT, dirname(file), link)), link).toBe(true);
  });

  it("names only source files that exist", () => {
    const paths = [
      ...read(file).matchAll(/`((?:src|workers|test|scripts|migrations|demo|bench|docs)\/[\w./-]+\w)`/g),
    ];
    for (const [, path = ""] of paths) expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
});

describe("docs/storage.md", () => {
  const storage = read("docs/storage.md");

  it("lists every table of both databases", () => {
    for (const folder of ["migrations/main", "migrations/search"]) {
      for (const name of readdirSync(join(ROOT, folder))) {
        for (const [, table = ""] of read(join(folder, name)).matchAll(/CREATE TABLE (\w+)/g)) {
          expect(storage, table).toMatch(new RegExp(`\\b${table}\\b`));
        }
      }
    }
  });

  it("lists every event with its subscribers", () => {
    for (const subscriber of subscribers) {
      const row = storage.split("\n").find((line) => line.startsWith(`| ${subscriber.eventType} `));
      expect(row, subscriber.eventType).toContain(subscriber.name);
    }
  });
});
