import { z } from "@hono/zod-openapi";
import { line, prose, slugInput } from "../catalog/index.ts";

const fields = {
  name: line(255),
  slug: slugInput.optional(),
  description: prose(20_000).nullish(),
  parent_id: z.uuid().nullish().openapi({ description: "The category above; null for the top." }),
  position: z
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .openapi({ description: "Its place among those below the same parent. Default: the end." }),
};

export const categoryBody = z.strictObject(fields).openapi("CategoryInput");

export const categoryPatch = z
  .strictObject({ ...fields, name: fields.name.optional() })
  .openapi("CategoryPatch", { description: "A merge patch: what is absent stays." });

export const categoryOrderBody = z
  .strictObject({
    ids: z
      .array(z.uuid())
      .min(1)
      .max(1_000)
      .refine((ids) => new Set(ids).size === ids.length, "must not name a category twice"),
  })
  .openapi("CategoryOrder");

export type CategoryPatch = z.output<typeof categoryPatch>;
export type CategoryBody = z.output<typeof categoryBody>;
