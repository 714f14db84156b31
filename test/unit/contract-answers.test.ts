import { describe, expect, it } from "vitest";
import { answerChecker, type SeenAnswer } from "../support/contract/answers.ts";

const problem = {
  description: "`thing.unknown`: There is no such thing",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
const thing = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };

const DOCUMENT = {
  paths: {
    "/api/v1/things/{id}": {
      get: {
        operationId: "getThing",
        responses: {
          200: { description: "It", headers: { ETag: { required: true } }, content: thing },
          304: { description: "Unchanged" },
          404: problem,
        },
      },
      delete: { operationId: "deleteThing", responses: { 204: { description: "Gone" } } },
    },
    "/api/v1/things/latest": {
      get: {
        operationId: "getLatest",
        responses: {
          200: {
            description: "It",
            content: { "application/json": { schema: { $ref: "#/components/schemas/StaffThing" } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Part: { type: "object", properties: { sku: { type: "string" } }, required: ["sku"] },
      Thing: {
        type: "object",
        properties: {
          id: { type: "string", format: "uuid" },
          note: { type: ["string", "null"] },
          parts: { type: "array", items: { $ref: "#/components/schemas/Part" } },
          children: { type: "array", items: { $ref: "#/components/schemas/Thing" } },
          tags: { type: "object", additionalProperties: { type: "string" } },
        },
        required: ["id"],
      },
      StaffThing: {
        allOf: [
          { $ref: "#/components/schemas/Thing" },
          {
            type: "object",
            properties: {
              cost: { type: "integer" },
              parts: {
                type: "array",
                items: {
                  allOf: [
                    { $ref: "#/components/schemas/Part" },
                    { type: "object", properties: { bin: { type: "string" } }, required: ["bin"] },
                  ],
                },
              },
            },
            required: ["cost"],
          },
        ],
      },
      Problem: {
        type: "object",
        properties: { status: { type: "integer" }, code: { type: "string" } },
        required: ["status", "code"],
        additionalProperties: {},
      },
    },
  },
};

const checker = answerChecker(DOCUMENT);
const check = (answer: SeenAnswer) => checker.check(answer);
const operationOf = (method: string, url: string) => checker.operationOf(method, url);
const ID = "01900000-0000-7000-8000-000000000001";

function seen(body: unknown, more: Partial<SeenAnswer> & { type?: string } = {}): SeenAnswer {
  const { type = "application/json; charset=UTF-8", ...rest } = more;
  return {
    method: "GET",
    url: `https://shop.test/api/v1/things/${ID}?x=1`,
    status: 200,
    headers: new Headers({ ETag: '"1"', ...(type === "" ? {} : { "Content-Type": type }) }),
    body: body === null ? null : typeof body === "string" ? body : JSON.stringify(body),
    ...rest,
  };
}

const notFound = (body: object, type = "application/problem+json") => seen(body, { status: 404, type });
const latest = (body: object) => seen(body, { url: "/api/v1/things/latest/" });

describe("an answer on contract has no findings", () => {
  it.each([
    [
      "a body with all that is stated",
      seen({ id: ID, note: null, parts: [{ sku: "a" }], tags: { any: "x" } }),
    ],
    ["a recursive body", seen({ id: ID, children: [{ id: ID, children: [] }] })],
    ["what allOf composes, also within a list", latest({ id: ID, cost: 1, parts: [{ sku: "a", bin: "b" }] })],
    ["a problem with facts of its own", notFound({ status: 404, code: "thing.unknown", left: 3 })],
    ["304", seen("", { status: 304, type: "" })],
    ["HEAD", seen("", { method: "HEAD" })],
    ["204", seen("", { method: "DELETE", status: 204, type: "" })],
    ["a page that is nobody's contract", seen("<html>", { url: "/account", type: "text/html" })],
    [
      "a path that nobody has",
      seen(
        { status: 404, code: "x" },
        { url: "/api/v1/nothing", status: 404, type: "application/problem+json" },
      ),
    ],
  ])("%s", (_, answer) => expect(check(answer)).toEqual([]));
});

describe("an answer off contract", () => {
  it.each([
    ["an unknown status", seen({ id: ID }, { status: 202 }), "status 202 is not documented for getThing"],
    ["an unknown field", seen({ id: ID, cost: 1 }), '"cost"'],
    ["an unknown field within", seen({ id: ID, children: [{ id: ID, x: 1 }] }), '#/children/0: Property "x"'],
    ["an unknown field of what allOf composes", latest({ id: ID, cost: 1, x: 1 }), '"x"'],
    [
      "an unknown field of a composed item",
      latest({ id: ID, cost: 1, parts: [{ sku: "a", bin: "b", x: 1 }] }),
      '"x"',
    ],
    ["a missing field of a composed item", latest({ id: ID, cost: 1, parts: [{ sku: "a" }] }), '"bin"'],
    ["a missing field", seen({}), 'required property "id"'],
    ["null where there may be none", seen({ id: null }), "#/id"],
    ["a wrong type", seen({ id: ID, parts: {} }), "#/parts"],
    ["a wrong format", seen({ id: "1" }), "#/id"],
    ["a value that is no string in a map", seen({ id: ID, tags: { a: 1 } }), "#/tags/a"],
    ["a body that is no JSON", seen("{"), "not JSON"],
    ["another content type", seen("a,b", { type: "text/csv" }), "content type text/csv is not documented"],
    ["no content type", seen({ id: ID }, { type: "" }), "content type (none)"],
    [
      "a missing header",
      seen({ id: ID }, { headers: new Headers({ "Content-Type": "application/json" }) }),
      "ETag",
    ],
    ["a body of 204", seen("x", { method: "DELETE", status: 204 }), "a body where none may be"],
    ["a body of 304", seen("x", { status: 304 }), "a body where none may be"],
    [
      "an error that is no problem",
      notFound({ status: 404 }, "application/json"),
      "application/problem+json",
    ],
    ["an error as a page", notFound({}, "text/html"), "application/problem+json"],
    ["a problem without its code", notFound({ status: 404 }), '"code"'],
    [
      "a code of another operation",
      notFound({ status: 404, code: "cart.empty" }),
      "cart.empty is not documented",
    ],
    ["a problem of another status", notFound({ status: 400, code: "thing.unknown" }), "status is 400"],
    [
      "an undocumented operation that answers",
      seen({}, { url: "/api/v1/secret" }),
      "no documented operation",
    ],
    [
      "an unknown path as a page",
      seen("x", { url: "/api/v1/no", status: 404, type: "text/html" }),
      "not text/html",
    ],
    [
      "405 without Allow",
      seen({ status: 405, code: "x" }, { method: "PUT", status: 405, type: "application/problem+json" }),
      "Allow",
    ],
  ])("%s is told", (_, answer, told) => {
    const findings = check(answer);
    expect(findings.join("\n")).toContain(told);
  });
});

describe("the operation of a request", () => {
  it("literal segments win over parameters, a trailing slash and the query count for nothing", () => {
    expect(operationOf("get", "/api/v1/things/latest/?a=b")?.operationId).toBe("getLatest");
    expect(operationOf("GET", "https://shop.test/api/v1/things/x")).toEqual({
      operationId: "getThing",
      path: "/api/v1/things/{id}",
    });
  });

  it("is one that has the method, even where another path fits better", () => {
    expect(operationOf("DELETE", "/api/v1/things/latest")?.operationId).toBe("deleteThing");
  });

  it("is none where nothing fits", () => {
    for (const path of ["/api/v1/things", "/api/v1/things//", "/api/v1/things/a/b", "/api/v2/things/a"])
      expect(operationOf("GET", path)).toBeUndefined();
    expect(operationOf("PATCH", "/api/v1/things/a")).toBeUndefined();
  });
});
