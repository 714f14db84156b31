import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";

export const EXEMPTION_REASONS = [
  "resale",
  "reverse_charge",
  "government",
  "non_profit",
  "diplomatic",
  "other",
] as const;

export const taxExemptionBody = z
  .strictObject({
    reason: z.enum(EXEMPTION_REASONS),
    certificate: plainText(100)
      .min(1)
      .optional()
      .openapi({ description: "The number that proves it, such as a VAT id.", example: "DE123456789" }),
    valid_until: z.iso
      .date()
      .optional()
      .openapi({ description: "The last day, in UTC. Default: it does not end.", example: "2027-12-31" }),
  })
  .openapi("TaxExemptionInput");

export const taxExemptionSchema = z
  .object({
    customer_id: z.uuid(),
    reason: z.enum(EXEMPTION_REASONS),
    certificate: z.string().optional(),
    valid_until: z.iso.date().optional(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("TaxExemption");

export type TaxExemptionBody = z.output<typeof taxExemptionBody>;
export type TaxExemption = z.output<typeof taxExemptionSchema>;
