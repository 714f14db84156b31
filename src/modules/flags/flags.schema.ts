import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";

const DAY_SECONDS = 24 * 60 * 60;

const value = {
  enabled: z.boolean(),
  percentage: z.number().min(0).max(100).openapi({
    description: "Of a rollout: for how many percent of those it is about it is on while it is enabled.",
  }),
  message: z.string().nullable().openapi({ description: "Told to those who are refused because of it." }),
  retry_after: z
    .int()
    .nullable()
    .openapi({ description: "Seconds after which those who are refused may try again." }),
};

export const flagSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    kind: z.enum(["switch", "rollout"]),
    ...value,
    default: z.boolean().openapi({ description: "What holds while it is not set." }),
    is_set: z.boolean(),
    reason: z.string().nullable().openapi({ description: "Why it was set, for staff." }),
    updated_at: z.iso.datetime().nullable(),
    version: z.int().openapi({ description: "0 while it is not set." }),
  })
  .openapi("FeatureFlag");

export const flagExample = {
  name: "maintenance",
  description: "Requests that change something are refused with 503; reads, jobs and events go on",
  kind: "switch" as const,
  enabled: true,
  percentage: 100,
  message: "Back at noon.",
  retry_after: 1_800,
  default: false,
  is_set: true,
  reason: "Moving the warehouse's data",
  updated_at: "2026-11-23T09:00:00.000Z",
  version: 1,
};

export const flagBody = z
  .strictObject({
    enabled: value.enabled,
    percentage: value.percentage.default(100),
    message: plainText(300).min(1).nullable().default(null),
    retry_after: z.int().min(1).max(DAY_SECONDS).nullable().default(null),
    reason: plainText(500).default(""),
  })
  .openapi("FeatureFlagValue");

export type FlagBody = z.output<typeof flagBody>;

export const flagParams = z.object({ name: z.string().max(60).openapi({ example: "maintenance" }) });
