import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";

/** A tag as it is kept: composed characters, one blank where there were more, small letters. */
export const tagSchema = plainText(40)
  .transform((tag) => tag.normalize("NFC").replaceAll(/\s+/g, " ").toLowerCase())
  .pipe(
    z
      .string()
      .min(1)
      .max(40)
      .regex(/^[^,]*$/, "must not contain a comma"),
  )
  .openapi({ type: "string", minLength: 1, maxLength: 40, example: "gift" });

export const setTagsBody = z
  .strictObject({
    tags: z
      .array(tagSchema)
      .max(20)
      .transform((tags) => [...new Set(tags)].sort())
      .openapi({ description: "All that the order shall have. Small letters; the same tag twice is one." }),
  })
  .openapi("SetOrderTags");
