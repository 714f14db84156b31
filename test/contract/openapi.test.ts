import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { errorVocabulary } from "../../src/platform/errors.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { routes } from "../../src/registry.ts";

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}

interface Response {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, { schema?: Schema }>;
}

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, Response>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

const document = JSON.parse(JSON.stringify(openApiDocument(createApp()))) as Document;

const schemaOf = (path: string, status = "200") =>
  document.paths[path]?.["get"]?.responses[status]?.content?.["application/json"]?.schema;

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Lists: JSON answers to GET with `data`. */
const lists = Object.keys(document.paths).filter((path) => schemaOf(path)?.properties?.["data"]);

describe("openapi.json", () => {
  it("is OpenAPI 3.1 and describes every route of the registry", () => {
    const { openapi, paths } = document;
    expect(openapi).toBe("3.1.0");
    for (const route of routes)
      expect(paths[route.path]?.[route.method]?.operationId).toBe(route.operationId);
  });

  it("gives every operation a summary, a tag, its problems, and every JSON body an example", () => {
    const { paths } = document;
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const name = `${method} ${path}`;
        expect(operation.summary, name).toBeTruthy();
        expect(operation.tags, name).toHaveLength(1);
        expect(operation.responses["500"]?.content, name).toHaveProperty(["application/problem+json"]);
        for (const content of Object.values(operation.requestBody?.content ?? {}))
          expect(content.example, name).toBeDefined();
      }
    }
  });
});

describe("every resource", () => {
  it("has in its list the shape that it has by itself", () => {
    const pairs = Object.keys(document.paths)
      .map((path) => ({ one: path, list: path.replace(/\/\{[^/]+\}$/, "") }))
      .filter(({ one, list }) => one !== list && schemaOf(one) && schemaOf(list));
    expect(pairs.length).toBeGreaterThan(30);
    for (const { one, list } of pairs) {
      expect(schemaOf(one)?.$ref, one).toMatch(/^#\/components\/schemas\//);
      expect(schemaOf(list)?.properties?.["data"]?.items, list).toEqual(schemaOf(one));
    }
  });

  it("has an ETag and answers 304 to whoever has it, and says where it is when it is new", () => {
    for (const { path, method, operation } of operations) {
      const name = `${method} ${path}`;
      const { 200: found, 201: created, 304: unchanged } = operation.responses;
      if (method === "get" && found?.content?.["application/json"]) {
        expect(found.headers, name).toHaveProperty("ETag");
        expect(unchanged, name).toBeDefined();
      }
      if (created) expect(created.headers, name).toHaveProperty("Location");
    }
  });

  it("is gone without a word once it is deleted, but lines of a cart, which answers with new totals", () => {
    const wordy = operations
      .filter(({ method, operation }) => method === "delete" && !operation.responses["204"])
      .map(({ path }) => path);
    expect(wordy).toEqual(["/api/v1/cart/items/{line_id}"]);
  });
});

describe("every list", () => {
  /** What is looked up or counted rather than listed. */
  const NO_LIST = /^\/api\/v1\/(search\/suggest|analytics\/(sales|orders|conversion|customers|refunds))$/;

  it("says whether there is more, and takes limit and cursor together or is whole", () => {
    expect(lists.length).toBeGreaterThan(50);
    for (const path of lists.filter((path) => !NO_LIST.test(path))) {
      const get = document.paths[path]?.["get"];
      expect(schemaOf(path)?.properties?.["pagination"]?.$ref, path).toMatch(/Pagination$/);
      const names = (get?.parameters ?? []).map(({ name }) => name);
      expect(names.includes("limit"), path).toBe(names.includes("cursor"));
      if (names.includes("limit")) expect(get?.responses["200"]?.headers, path).toHaveProperty("Link");
    }
  });
});

describe("the error vocabulary", () => {
  it("has dotted, stable codes with statuses of the 4xx and 5xx classes", () => {
    for (const error of errorVocabulary()) {
      expect(error.code).toMatch(/^([a-z_]+\.[a-z_]+|internal)$/);
      expect(error.status).toBeGreaterThanOrEqual(400);
      expect(error.status).toBeLessThan(600);
    }
  });
});
