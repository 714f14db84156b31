import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";
import { FINDING_KINDS } from "./check-findings.ts";

const findingSchema = z.object({
  kind: z.enum(FINDING_KINDS),
  variant_id: z.uuid(),
  location_id: z.uuid(),
  expected: z.int(),
  actual: z.int(),
  order_id: z.uuid().optional(),
  reservation_id: z.uuid().optional(),
});

export const checkSchema = z
  .object({
    id: z.uuid(),
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime(),
    levels: z.int().openapi({ description: "How many levels were looked at." }),
    breaches: z.int().openapi({ description: "How many findings there were; 0: all is well." }),
    findings: z.array(findingSchema).openapi({ description: "The first 100 of them." }),
  })
  .openapi("StockCheck");

export const repairBody = z
  .strictObject({
    dry_run: z.boolean().default(true),
    reason: plainText(500).min(1).default("Repair of the stock"),
  })
  .openapi("StockRepair");

export const repairSchema = z
  .object({
    dry_run: z.boolean(),
    findings: z.array(
      findingSchema.extend({
        repairable: z.boolean().openapi({
          description: "false: more is promised than there is, so people have to decide who gets it.",
        }),
      }),
    ),
    complete: z.boolean().openapi({ description: "false: there is more; repair, then ask again." }),
  })
  .openapi("StockRepairReport");
