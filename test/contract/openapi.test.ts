import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { errorVocabulary } from "../../src/platform/errors.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { routes } from "../../src/registry.ts";

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

const document = JSON.parse(JSON.stringify(openApiDocument(createApp()))) as Document;

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

describe("the error vocabulary", () => {
  it("has dotted, stable codes with statuses of the 4xx and 5xx classes", () => {
    for (const error of errorVocabulary()) {
      expect(error.code).toMatch(/^([a-z_]+\.[a-z_]+|internal)$/);
      expect(error.status).toBeGreaterThanOrEqual(400);
      expect(error.status).toBeLessThan(600);
    }
  });
});
