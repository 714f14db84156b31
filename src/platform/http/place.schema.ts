import { z } from "@hono/zod-openapi";
import { parsePostalPattern } from "../places.ts";
import { plainText } from "./schemas.ts";

/** A place as it is answered. */
export const placeSchema = z
  .object({
    country: z
      .string()
      .openapi({ description: 'ISO 3166-1 alpha-2, or "*": everywhere else', example: "US" }),
    region: z.string().optional().openapi({ example: "NY" }),
    postal_pattern: z.string().optional().openapi({ example: "100*" }),
  })
  .openapi("Place");

/** A place as it is given: a rule for everywhere else has neither regions nor postal codes. */
export const placeInput = z
  .strictObject({
    country: z
      .string()
      .regex(/^([A-Z]{2}|\*)$/, 'must be an ISO 3166-1 alpha-2 code, or "*" for everywhere else')
      .openapi({ example: "US" }),
    region: plainText(100)
      .min(1)
      .transform((region) => region.toUpperCase())
      .optional()
      .openapi({
        type: "string",
        description: "As addresses have it: the ISO 3166-2 suffix.",
        example: "NY",
      }),
    postal_pattern: z
      .string()
      .max(40)
      .refine((pattern) => parsePostalPattern(pattern) !== undefined, {
        message:
          'must be one postal code, its beginning with "*" (75*), or a range of digits of one length (1000-1999)',
      })
      .optional()
      .openapi({
        description:
          "One code (10115), all that begin so (75*), or all whose first digits are in a range (1000-1999).",
        example: "100*",
      }),
  })
  .refine(({ country, region, postal_pattern }) => country !== "*" || (!region && !postal_pattern), {
    path: ["country"],
    message: '"*" has no regions and no postal codes',
  })
  .openapi("PlaceInput");
