import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { jobs, routes, subscribers } from "../../src/registry.ts";
import { anchorsOf, codeSpans, DOCUMENTS, projectFiles, readText } from "../support/documents.node.ts";

const ROOT = join(import.meta.dirname, "../..");
const files = projectFiles();
const scripts = Object.keys((JSON.parse(readText("package.json")) as { scripts: object }).scripts);
// Decisions tell of their day and are never edited: what they name may have moved since.
const LIVING = DOCUMENTS.filter((file) => !file.startsWith("docs/adr/") && file !== "CHANGELOG.md");

describe.each(DOCUMENTS)("%s", (file) => {
  it("links only to what exists, headings included", () => {
    for (const [, path = "", anchor] of readText(file).matchAll(
      /\](?:\(|: )(?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?(?:\)|$)/gm,
    )) {
      const target = path === "" ? file : normalize(join(dirname(file), path));
      expect(existsSync(join(ROOT, target)), path).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(target), `${path}#${anchor}`).toContain(anchor);
    }
  });

  it("names only npm scripts that exist", () => {
    for (const [, name = ""] of readText(file).matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g))
      expect(scripts, name).toContain(name);
  });
});

describe.each(LIVING)("%s, which says how it is", (file) => {
  it("names only files that exist", () => {
    const named = codeSpans(file).flatMap(filesNamed);
    const unknown = named.filter((path) => !isKnownFile(path, file));
    expect(unknown).toEqual([]);
  });

  it("names only routes that exist", () => {
    const named = codeSpans(file).flatMap(routesNamed);
    expect(named.filter((route) => !isKnownRoute(route))).toEqual([]);
  });

  it("names only events, jobs, codes and columns that exist", () => {
    const names = codeSpans(file).filter((code) => DOTTED.test(code));
    expect(names.filter((name) => !isKnownName(name))).toEqual([]);
  });

  it("names only settings and constants that the code knows", () => {
    const named = codeSpans(file).flatMap((code) => code.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []);
    expect(named.filter((name) => !constants.has(name))).toEqual([]);
  });
});

const DOTTED = /^[a-z_]+\.[a-z_-]+$/;
// Of the runtime, of Stripe, and addresses that lead nowhere.
const NOT_OURS = [/^(caches|message|metadata)\./, /\.invalid$/];

/** An event, a job, a subscriber, an error's code, an audit action: what the code writes in quotes; or a table's column. */
function isKnownName(name: string): boolean {
  if (FILE_NAMED.test(name) || NOT_OURS.some((pattern) => pattern.test(name))) return true;
  if (source.includes(`"${name}"`) || registered.has(name)) return true;
  return name.split(".").every((part) => new RegExp(`\\b${part}\\b`).test(schema));
}

// What the project does not hold: what is made at run time, and the receivers' or operators' own.
const MADE_LATER = [/^\.local\//, /^\.build\//, /(^|\/)manifest\.json$/, /^audit\/head\.json$/];
const EXTENSION = "(?:ts|tsx|mjs|md|sql|toml|yml|json|csv|css|html|svg)";
const FILE_NAMED = new RegExp(`^([\\w.@][\\w./@-]*\\.${EXTENSION})(?:#.*)?$`);
const FOLDER_NAMED =
  /^((?:src|workers|test|scripts|migrations|demo|bench|docs|web|client|ops|public)(?:\/[\w.-]+)+\/?)$/;

function filesNamed(code: string): string[] {
  const path = FILE_NAMED.exec(code)?.[1] ?? FOLDER_NAMED.exec(code)?.[1];
  return path === undefined || MADE_LATER.some((pattern) => pattern.test(path)) ? [] : [path];
}

/** A path from the project's folder or the document's, or the end of a path: `allocate.ts`, `search/kv-entries.ts`. */
function isKnownFile(path: string, document: string): boolean {
  if ([path, join(dirname(document), path)].some((candidate) => existsSync(join(ROOT, candidate))))
    return true;
  return files.some((file) => file.endsWith(`/${path}`));
}

interface Named {
  methods: string[];
  path: string;
}

const ROUTE =
  /^((?:GET|POST|PUT|PATCH|DELETE)(?:,? (?:and |or )?(?:GET|POST|PUT|PATCH|DELETE))*) (\/[^\s?`]*)/;
// Of the emulator, of Stripe, and what a receiver of ours might offer.
const FOREIGN = [/^\/_emulator\//, /^\/v1\//, /^\/hooks\//];

function routesNamed(code: string): Named[] {
  const [, methods = "", path = ""] = ROUTE.exec(code) ?? [];
  if (path === "" || FOREIGN.some((pattern) => pattern.test(path))) return [];
  return [{ methods: methods.match(/[A-Z]+/g) ?? [], path }];
}

const known = routes.map(({ method, path }) => {
  const pattern = path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+");
  return { method: method.toUpperCase(), pattern: new RegExp(`^${pattern}$`) };
});
const STATIC = ["/openapi.json", "/docs", "/docs/errors", "/"];

function isKnownRoute({ methods, path }: Named): boolean {
  const route = path.replace(/[.,/]+$/, "") || "/";
  if (STATIC.includes(route) || /[*…]/.test(route)) return true;
  const isAnswered = (method: string) =>
    known.some(
      (one) => one.method === method && (one.pattern.test(route) || one.pattern.test(`/api/v1${route}`)),
    );
  return methods.every(isAnswered);
}

const SOURCE = /^(?:src|workers)\/.*\.ts$/;
const source = files
  .filter((file) => SOURCE.test(file))
  .map(readText)
  .join("\n");
const schema = files
  .filter((file) => file.startsWith("migrations/"))
  .map(readText)
  .join("\n");
const registered = new Set([...subscribers, ...jobs].map(({ name }) => name));

const CODE =
  /^(src|workers|scripts|bench|web|test|client)\/.*\.(ts|tsx|mjs|toml)$|^(wrangler\.toml|\.github\/workflows\/.*|vitest\.config\.ts)$/;
const constants = new Set(
  files
    .filter((file) => CODE.test(file) && file !== "test/unit/docs.test.ts")
    .flatMap((file) => readText(file).match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []),
);

describe("docs/storage.md", () => {
  const storage = readText("docs/storage.md");

  it("lists every table of both databases", () => {
    for (const folder of ["migrations/main", "migrations/search"]) {
      for (const name of readdirSync(join(ROOT, folder))) {
        for (const [, table = ""] of readText(join(folder, name)).matchAll(/CREATE TABLE (\w+)/g)) {
          expect(storage, table).toMatch(new RegExp(`\\b${table}\\b`));
        }
      }
    }
  });
});

describe("docs/architecture/overview.md", () => {
  it("says of every module what it owns", () => {
    const modules = readdirSync(join(ROOT, "src/modules"));
    const listed = readText("docs/architecture/overview.md").match(/^\| ([a-z][a-z-]*) +\| /gm) ?? [];
    const names = listed.map((row) => row.slice(2).split(" ")[0]).filter((name) => name !== "module");
    expect(names.sort()).toEqual(modules.sort());
  });
});

describe("README.md", () => {
  it("names every npm script", () => {
    const table = readText("README.md");
    for (const name of scripts.filter((script) => !script.startsWith("pre")))
      expect(table, name).toContain(name);
  });
});

describe("docs/README.md", () => {
  it("leads to every document below docs/", () => {
    const index = readText("docs/README.md");
    for (const file of DOCUMENTS.filter((path) => /^docs\/.+/.test(path) && path !== "docs/README.md"))
      expect(index, file).toContain(`](${file.slice("docs/".length)})`);
  });
});

describe("docs/deployment.md", () => {
  it("names every setting and secret", () => {
    const deployment = readText("docs/deployment.md");
    const section = /const settings = z\.object\(\{([\s\S]*?)\n\}\)/.exec(
      readText("src/platform/env.ts"),
    )?.[1];
    const settings = [...(section ?? "").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = ""]) => name);
    expect(settings.length).toBeGreaterThan(30);
    for (const name of settings) expect(deployment, name).toContain(`\`${name}\``);
  });
});

describe("docs/runbook.md", () => {
  it("has the section that each alert leads to", () => {
    const anchors = anchorsOf("docs/runbook.md");
    const links = [...readText("ops/alerts.yml").matchAll(/runbook\.md#([\w-]+)/g)].map(
      ([, anchor]) => anchor,
    );
    expect(links.length).toBeGreaterThan(15);
    for (const anchor of links) expect(anchors).toContain(anchor);
  });
});
