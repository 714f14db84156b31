import { z } from "@hono/zod-openapi";
import { placeInput, placeSchema } from "../../platform/http/place.schema.ts";
import { plainText } from "../../platform/http/schemas.ts";
import { shippingRateSchema } from "./rates.schema.ts";

export const zoneBody = z
  .strictObject({
    name: plainText(100).min(1),
    regions: z
      .array(placeInput)
      .max(500)
      .openapi({
        description:
          "Where it ships. Of the zones that have an address the one with the narrowest place decides: a postal code before a beginning or a " +
          "range of them, that before a region, that before its country, that before everywhere else.",
      }),
  })
  .openapi("ShippingZoneInput");

export const zoneSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    regions: z.array(placeSchema),
    rates: z.array(shippingRateSchema),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int().openapi({ description: "Of name and regions: rates have their own." }),
  })
  .openapi("ShippingZone");

export type ZoneBody = z.output<typeof zoneBody>;
export type Zone = z.output<typeof zoneSchema>;
