import { z } from "@hono/zod-openapi";
import { cursorQuery, limitQuery, paginationSchema } from "../../platform/pagination.ts";

export const reconciliationQuery = z.object({ limit: limitQuery, cursor: cursorQuery });

export const findingSchema = z
  .object({
    id: z.uuid(),
    code: z.string().openapi({ example: "payment.books_differ" }),
    entity: z.string().openapi({ example: "payment" }),
    entity_id: z.string(),
    details: z.looseObject({}).openapi({ description: "Ids, amounts in minor units, codes." }),
    created_at: z.iso.datetime(),
    resolved_at: z.iso.datetime().optional(),
  })
  .openapi("ReconciliationFinding");

export const reconciliationSchema = z
  .object({
    last_run: z
      .object({
        id: z.uuid(),
        started_at: z.iso.datetime(),
        finished_at: z.iso.datetime(),
        examined: z.int().openapi({ description: "Events and payments that were looked at." }),
        mended: z.int().openapi({
          description: "Events that no webhook had brought, and payments whose books were brought into line.",
        }),
        findings: z.int().openapi({ description: "What it raised for a person to decide." }),
      })
      .nullable(),
    watermark: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "All of Stripe's events until then have been taken in." }),
    lag_seconds: z.int().nullable().openapi({ description: "How long ago that is." }),
    mended: z.int().openapi({ description: "What was mended in the last 24 hours." }),
    open: z.array(findingSchema).openapi({ description: "What a person must decide, the latest first." }),
    pagination: paginationSchema,
  })
  .openapi("Reconciliation");

export const resolveFindingBody = z
  .strictObject({
    note: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .optional()
      .openapi({ description: "What was done about it; kept in the audit log." }),
  })
  .openapi("ResolveFinding");

export type Finding = z.output<typeof findingSchema>;
export type Reconciliation = z.output<typeof reconciliationSchema>;
