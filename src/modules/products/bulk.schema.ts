import { z } from "@hono/zod-openapi";
import { adminProductSchema } from "./product-admin.schema.ts";

export const bulkBody = z
  .strictObject({
    operations: z
      .array(
        z
          .strictObject({
            op: z.enum(["create", "update", "delete"]),
            id: z.uuid().optional(),
            version: z.int().min(1).optional().openapi({ description: "Only this version is changed." }),
            body: z.record(z.string(), z.unknown()).optional().openapi({
              description: "As for POST (create) or PATCH (update); it is checked operation by operation.",
            }),
          })
          .superRefine((operation, context) => {
            const refuse = (member: string, message: string) =>
              context.addIssue({ code: "custom", path: [member], message });
            if (operation.op === "create" && operation.id !== undefined)
              refuse("id", "is not chosen by the client");
            if (operation.op !== "create" && operation.id === undefined) refuse("id", "is needed");
            if (operation.op !== "delete" && operation.body === undefined) refuse("body", "is needed");
          }),
      )
      .min(1)
      .max(100),
  })
  .openapi("BulkInput");

export const bulkResultSchema = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.int().openapi({ description: "What the operation would have answered by itself." }),
        product: adminProductSchema.optional(),
        problem: z
          .record(z.string(), z.unknown())
          .optional()
          .openapi({ description: "A problem; its pointers are into the operation's body." }),
      }),
    ),
  })
  .openapi("BulkResult");

export type BulkOperation = z.output<typeof bulkBody>["operations"][number];
export type BulkItem = z.output<typeof bulkResultSchema>["results"][number];
