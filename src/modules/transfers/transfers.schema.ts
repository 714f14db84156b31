import { z } from "@hono/zod-openapi";

export const formatSchema = z.enum(["csv", "ndjson"]).openapi({
  description:
    "`csv` is Shopify's product CSV; `ndjson` has a JSON object a line with all that the shop knows of a product.",
});

export const jobKindSchema = z.enum(["product_import", "product_export"]);
export const jobStatusSchema = z.enum(["queued", "running", "succeeded", "failed", "cancelled"]);

export const jobSchema = z
  .object({
    id: z.uuid(),
    kind: jobKindSchema,
    status: jobStatusSchema.openapi({
      description: "An import has `succeeded` when it came to the end of the file, also with refused rows.",
    }),
    format: formatSchema,
    currency: z.string(),
    dry_run: z.boolean(),
    progress: z.object({
      total: z
        .int()
        .nullable()
        .openapi({ description: "Rows of the file, or products to export; null until counted." }),
      done: z.int().openapi({ description: "How many of them were worked on, the refused ones included." }),
      failed: z.int().openapi({ description: "How many were refused: see the errors of the job." }),
    }),
    result: z.object({
      created: z.int().optional(),
      updated: z.int().optional(),
      unchanged: z.int().optional(),
      products: z.int().optional(),
      bytes: z.int().optional(),
    }),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    errors_url: z.string(),
    result_url: z.string().optional().openapi({ description: "The file of a finished export." }),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().optional(),
    finished_at: z.iso.datetime().optional(),
    expires_at: z.iso
      .datetime()
      .optional()
      .openapi({ description: "When the job and its file are deleted." }),
    allowed_transitions: z.array(z.literal("cancel")),
    version: z.int(),
  })
  .openapi("Job");

export type JobBody = z.output<typeof jobSchema>;

export const jobExample: JobBody = {
  id: "01980a3e-7c00-7000-8000-000000000001",
  kind: "product_import",
  status: "running",
  format: "csv",
  currency: "USD",
  dry_run: false,
  progress: { total: 50_000, done: 12_400, failed: 2 },
  result: { created: 2_300, updated: 180, unchanged: 0 },
  errors_url: "/api/v1/jobs/01980a3e-7c00-7000-8000-000000000001/errors",
  created_at: "2026-07-14T09:00:00.000Z",
  started_at: "2026-07-14T09:00:01.000Z",
  allowed_transitions: ["cancel"],
  version: 14,
};

export const jobErrorSchema = z
  .object({
    line: z.int().openapi({ description: "The line of the file; for exports the number of the product." }),
    code: z.string(),
    message: z.string(),
  })
  .openapi("JobError");
