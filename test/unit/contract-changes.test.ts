import { describe, expect, it } from "vitest";
import { contractChanges } from "../../scripts/contract/contract-changes.ts";
import type { Document, Operation, Parameter, Schema } from "../../scripts/contract/document.ts";
import { compareVersions, mayBreak } from "../../scripts/contract/versions.ts";

const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: "object",
  properties,
  required,
});
const text: Schema = { type: "string" };

function withOperation(operation: Partial<Operation>, schemas: Record<string, Schema> = {}): Document {
  return {
    info: { version: "0.1.0" },
    paths: { "/things": { post: { responses: {}, ...operation } } },
    components: { schemas },
  };
}

const answering = (schema: Schema, schemas?: Record<string, Schema>) =>
  withOperation({ responses: { 200: { content: { "application/json": { schema } } } } }, schemas);
const taking = (schema: Schema) =>
  withOperation({ requestBody: { content: { "application/json": { schema } } } });
const asking = (...parameters: Parameter[]) => withOperation({ parameters });
const query = (more: Partial<Parameter> = {}): Parameter => ({
  name: "sort",
  in: "query",
  schema: text,
  ...more,
});
const base = answering(object({ id: text, note: text }, ["id"]));
const input = object({ name: text, kind: { type: "string", enum: ["a", "b"] } }, ["name"]);
const required = (...names: string[]) => object({ name: text, kind: text }, names);

describe("what breaks clients", () => {
  const cases: [string, Document, Document, string][] = [
    ["a removed operation", base, { ...base, paths: {} }, "POST /things: it was removed"],
    ["a removed status", base, withOperation({}), "the status 200 was removed"],
    ["a removed parameter", asking(query()), asking(), "the parameter was removed"],
    [
      "a parameter that became required",
      asking(query()),
      asking(query({ required: true })),
      "became required",
    ],
    ["a new required parameter", asking(), asking(query({ required: true })), "a new parameter is required"],
    [
      "a narrower parameter",
      asking(query()),
      asking(query({ schema: { type: "string", maxLength: 9 } })),
      "maxLength",
    ],
    [
      "a removed field of an answer",
      base,
      answering(object({ id: text }, ["id"])),
      "200.note: the field was removed",
    ],
    [
      "a field that may be missing",
      base,
      answering(object({ id: text, note: text })),
      "200.id: the field may be missing",
    ],
    [
      "another type",
      base,
      answering(object({ id: { type: "integer" }, note: text }, ["id"])),
      "string became integer",
    ],
    [
      "null in an answer",
      base,
      answering(object({ id: { type: ["string", "null"] }, note: text }, ["id"])),
      "string|null",
    ],
    ["another format", answering({ ...text, format: "uuid" }), answering(text), "the format was uuid"],
    [
      "an item of another type",
      answering({ type: "array", items: text }),
      answering({ type: "array", items: { type: "number" } }),
      "[]: string became number",
    ],
    [
      "a new alternative of an answer",
      answering({ anyOf: [text] }),
      answering({ anyOf: [text, { type: "null" }] }),
      "alternatives",
    ],
    [
      "an enumeration that ended",
      answering({ ...text, enum: ["a"] }),
      answering(text),
      "no longer an enumeration",
    ],
    [
      "a field that became required",
      taking(required("name")),
      taking(required("name", "kind")),
      ".kind: the field became required",
    ],
    [
      "a new required field",
      taking(object({})),
      taking(object({ name: text }, ["name"])),
      ".name: the field became required",
    ],
    [
      "a value that is no longer taken",
      taking(input),
      taking(object({ name: text, kind: { ...text, enum: ["a"] } }, ["name"])),
      '"b" is no longer taken',
    ],
    ["a new enumeration", taking(text), taking({ ...text, enum: ["a"] }), "became an enumeration"],
    [
      "a lower maximum",
      taking({ type: "integer", maximum: 9 }),
      taking({ type: "integer", maximum: 8 }),
      "maximum was 9",
    ],
    [
      "a higher minimum",
      taking({ type: "integer" }),
      taking({ type: "integer", minimum: 1 }),
      "minimum was not limited",
    ],
    ["another pattern", taking(text), taking({ ...text, pattern: "^a" }), "pattern"],
    ["null no longer taken", taking({ type: ["string", "null"] }), taking(text), "string|null became string"],
    [
      "an alternative no longer taken",
      taking({ anyOf: [text, { type: "null" }] }),
      taking({ anyOf: [text] }),
      "alternatives",
    ],
    [
      "a field no longer taken",
      taking(input),
      taking({ ...object({ name: text }, ["name"]), additionalProperties: false }),
      ".kind: the field was removed",
    ],
    [
      "a closed body",
      taking(object({})),
      taking({ ...object({}), additionalProperties: false }),
      "are refused now",
    ],
    [
      "a body that became required",
      withOperation({}),
      withOperation({ requestBody: { required: true, content: {} } }),
      "a body became required",
    ],
    [
      "a removed content type",
      taking(text),
      withOperation({ requestBody: { content: {} } }),
      "application/json was removed",
    ],
    [
      "a removed header",
      withOperation({ responses: { 201: { headers: { Location: {} } } } }),
      withOperation({ responses: { 201: {} } }),
      "the header Location was removed",
    ],
    [
      "a header that may be missing",
      withOperation({ responses: { 200: { headers: { ETag: { required: true } } } } }),
      withOperation({ responses: { 200: { headers: { ETag: {} } } } }),
      "the header ETag may be missing now",
    ],
    [
      "another permission that is asked for",
      withOperation({ "x-access": { kind: "public" } }),
      withOperation({ "x-access": { kind: "permission", permission: "order:manage" } }),
      "its access was public and is permission order:manage",
    ],
  ];

  it.each(cases)("%s", (_, before, after, told) => {
    const broken = contractChanges(before, after).filter((change) => change.breaking);
    expect(broken.map(({ text: line }) => line).join("\n")).toContain(told);
    expect(contractChanges(before, before)).toEqual([]);
  });
});

describe("what clients bear", () => {
  it.each<[string, Document, Document]>([
    [
      "a new operation",
      withOperation({}),
      { ...withOperation({}), paths: { ...withOperation({}).paths, "/more": {} } },
    ],
    [
      "a new field of an answer",
      base,
      answering(object({ id: text, note: text, more: text }, ["id", "more"])),
    ],
    ["a new optional field", taking(input), taking(object({ ...input.properties, more: text }, ["name"]))],
    ["a new optional parameter", asking(), asking(query())],
    ["a wider type", taking({ type: "integer" }), taking({ type: "number" })],
    ["a wider limit", taking({ type: "integer", maximum: 8 }), taking({ type: "integer", maximum: 9 })],
    ["a narrower answer", answering({ type: ["string", "null"] }), answering(text)],
    ["a new value that is taken", taking({ ...text, enum: ["a"] }), taking({ ...text, enum: ["a", "b"] })],
    [
      "the same in other words",
      answering({ $ref: "#/components/schemas/T" }, { T: text }),
      answering({ allOf: [text] }),
    ],
  ])("%s", (_, before, after) => expect(contractChanges(before, after)).toEqual([]));

  it("an error's code that is gone is announced, and breaks nothing", () => {
    const conflict = (description: string) => withOperation({ responses: { 409: { description } } });
    expect(contractChanges(conflict("`a.b`: no. `a.c`: neither."), conflict("`a.c`: neither."))).toEqual([
      { breaking: false, text: "POST /things 409: the code a.b is no longer answered" },
    ]);
  });

  it("a new value of an answer is announced, and breaks nothing", () => {
    const changes = contractChanges(
      answering({ ...text, enum: ["a"] }),
      answering({ ...text, enum: ["a", "b"] }),
    );
    expect(changes).toMatchObject([{ breaking: false, text: expect.stringContaining('"b"') as string }]);
  });

  it("recursive schemas are compared once", () => {
    const tree = (more: Record<string, Schema>) =>
      answering(
        { $ref: "#/components/schemas/T" },
        { T: object({ next: { $ref: "#/components/schemas/T" }, ...more }) },
      );
    expect(contractChanges(tree({ id: text }), tree({}))).toHaveLength(1);
  });
});

describe("versions", () => {
  it("a new major version may break, below 1.0 a new minor one; a patch never", () => {
    expect([mayBreak("1.2.3", "2.0.0"), mayBreak("0.1.0", "0.2.0"), mayBreak("0.9.0", "1.0.0")]).toEqual([
      true,
      true,
      true,
    ]);
    expect([mayBreak("1.2.3", "1.3.0"), mayBreak("0.1.0", "0.1.1"), mayBreak("0.1.0", "0.1.0")]).toEqual([
      false,
      false,
      false,
    ]);
    expect(mayBreak("2.0.0", "1.9.0")).toBe(false);
  });

  it("are ordered by number, not by letter", () => {
    expect(["0.10.0", "0.9.0", "0.9.10"].toSorted(compareVersions)).toEqual(["0.9.0", "0.9.10", "0.10.0"]);
  });
});
