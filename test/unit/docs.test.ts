import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { routes } from "../../src/registry.ts";

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
});

describe("docs/runbook.md", () => {
  const runbook = read("docs/runbook.md");

  it("names only routes that exist", () => {
    const known = routes.map(({ method, path }) => ({
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
    }));
    const named = [
      ...[...runbook.matchAll(/\b(GET|POST|PUT|PATCH|DELETE) (\/[\w./{}-]+)/g)].map(
        ([, method, path = ""]) => ({
          method,
          path: path.startsWith("/api/v1") ? path : `/api/v1${path}`,
        }),
      ),
      ...[...runbook.matchAll(/\$API(\/[\w./{}-]+)/g)].map(([, path = ""]) => ({ method: undefined, path })),
    ];
    expect(named.length).toBeGreaterThan(30);
    for (const { method, path } of named) {
      const isKnown = known.some(
        (route) => (method ?? route.method) === route.method && route.pattern.test(path),
      );
      expect(isKnown, `${method} ${path}`).toBe(true);
    }
  });

  it("has the section that each alert leads to", () => {
    const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = ""]) =>
      title.toLowerCase().replaceAll(" ", "-"),
    );
    const links = [...read("ops/alerts.yml").matchAll(/runbook\.md#([\w-]+)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(15);
    for (const anchor of links) expect(anchors).toContain(anchor);
  });
});
