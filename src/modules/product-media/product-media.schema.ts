import { z } from "@hono/zod-openapi";
import { pageSchema } from "../../platform/pagination.ts";

export const productMediaSchema = z
  .object({
    id: z.uuid().openapi({ description: "The file's id in the library, where it is one." }),
    media_id: z.uuid().nullable().openapi({ description: "null for a picture that is not in the library." }),
    url: z.string(),
    alt: z.string(),
    position: z.int().openapi({ description: "From 1; the first is the product's main picture." }),
    content_type: z.string().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
  })
  .openapi("ProductMedia");

export const productMediaListSchema = pageSchema(productMediaSchema);

const alt = z.string().trim().max(1_000);
const position = z.int().min(1).openapi({ description: "From 1; too high a number means the end." });

const url = z
  .string()
  .trim()
  .max(2_048)
  .refine(
    (text) => /^\/(?![/\\])/.test(text) || (/^https?:\/\//i.test(text) && URL.canParse(text)),
    'must start with "https://", "http://" or "/"',
  );

export const productMediaBody = z
  .strictObject({
    media_id: z.uuid().optional().openapi({ description: "A file of the library." }),
    url: url.optional().openapi({ description: "A picture that lies elsewhere." }),
    alt: alt.optional().openapi({ description: "Default: the library's text." }),
    position: position.optional(),
  })
  .superRefine(({ media_id, url }, context) => {
    if ((media_id === undefined) !== (url === undefined)) return;
    const message = media_id === undefined ? "is needed, or a url" : "and url exclude each other";
    context.addIssue({ code: "custom", path: ["media_id"], message });
  })
  .openapi("ProductMediaInput");

export const productMediaPatch = z
  .strictObject({
    alt: alt
      .nullable()
      .transform((text) => text ?? "")
      .optional()
      .openapi({ type: ["string", "null"], maxLength: 1_000 }),
    position: position.optional(),
  })
  .openapi("ProductMediaPatch");

export const productMediaOrder = z
  .strictObject({ ids: z.array(z.uuid()).max(1_000) })
  .openapi("ProductMediaOrder", {
    description: "The ids of all that the product shows, in their new order.",
  });

export const productMediaParams = z.object({
  id: z.uuid().openapi({ description: "The product." }),
  media_id: z.uuid().openapi({ description: "The `id` in the product's list." }),
});

export type ProductMedia = z.output<typeof productMediaSchema>;
