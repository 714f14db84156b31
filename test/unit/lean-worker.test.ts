import { describe, expect, it } from "vitest";
import { withoutNotes } from "../../scripts/assets/lean-worker.ts";

describe("the sources as they are deployed", () => {
  it("lack what of a route is for readers, keep what is not, and their lines", () => {
    const lean = withoutNotes(
      "a.routes.ts",
      [
        "const route = defineRoute({",
        '  method: "post",',
        '  summary: "Adds",',
        "  description:",
        '    "Long, with a ) and a comma,",',
        "  body: thingSchema,",
        '  success: [{ status: 201, description: "It", schema: answerSchema }],',
        "  errors: [outOfStock],",
        "  handler: async ({ body }) => ({ status: 201, body: { description: body.description, success: true } }),",
        "});",
      ].join("\n"),
    );
    expect(lean.split("\n")).toHaveLength(10);
    for (const kept of [
      'method: "post"',
      "body: thingSchema",
      "description: body.description, success: true",
    ]) {
      expect(lean).toContain(kept);
    }
    for (const gone of ["Adds", "Long", "answerSchema", "outOfStock"]) expect(lean).not.toContain(gone);
  });

  it("lack the notes on schemas, and make a schema only for whom uses it", () => {
    const lean = withoutNotes(
      "a.schema.ts",
      'export const thing = z\n  .object({ id: z.uuid().openapi({ example: "1" }) })\n  .openapi("Thing");\nexport type Thing = z.output<typeof thing>;\n',
    );
    expect(lean).toBe(
      "export const thing = /* @__PURE__ */ (() => z\n  .object({ id: z.uuid() })\n)();\nexport type Thing = z.output<typeof thing>;\n",
    );
  });

  it("are the same where there is nothing of that", () => {
    const text = "export const total = (a: number, b: number) => ({ description: a + b });\n";
    expect(withoutNotes("total.ts", text)).toBe(text);
  });
});
