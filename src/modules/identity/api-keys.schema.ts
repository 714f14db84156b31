import { z } from "@hono/zod-openapi";
import { PERMISSIONS } from "../../platform/auth.ts";
import { plainText } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { API_KEY_STATUSES } from "./api-key.ts";

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().openapi({ description: "The first characters of the key, to tell keys apart." }),
    scopes: z.array(z.enum(PERMISSIONS)),
    status: z.enum(API_KEY_STATUSES),
    owner_id: z
      .uuid()
      .optional()
      .openapi({
        description:
          "The user behind the key: it can be used while that account is active, and never for more than the user may. " +
          "Absent for keys made on the command line.",
      }),
    issued_by: z.uuid().optional().openapi({
      description: "The key that asked for this one, which ends with it. Absent when a user asked.",
    }),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().optional(),
    last_used_at: z.iso.datetime().optional().openapi({ description: "To the hour." }),
    revoked_at: z.iso.datetime().optional(),
    replaced_by: z.uuid().optional().openapi({ description: "The key that rotating it made." }),
  })
  .openapi("ApiKey");

export const issuedApiKeySchema = apiKeySchema
  .extend({
    key: z.string().openapi({ description: "The key itself. It is not stored and never shown again." }),
  })
  .openapi("IssuedApiKey");

export const createApiKeyBody = z
  .strictObject({
    name: plainText(100).min(1),
    scopes: z.array(z.enum(PERMISSIONS)).min(1).max(PERMISSIONS.length),
    expires_at: z.iso.datetime({ offset: true }).optional().openapi({
      description:
        "At most two years ahead. Without it the key is valid until it is revoked. A key that asks gives no longer life than its own.",
    }),
  })
  .openapi("CreateApiKey");

/** A week: long enough to bring a new key to every machine that uses the old one. */
const MAX_OVERLAP_SECONDS = 7 * 24 * 60 * 60;

export const rotateApiKeyBody = z
  .strictObject({
    expire_old_in: z
      .int()
      .min(0)
      .max(MAX_OVERLAP_SECONDS)
      .default(0)
      .openapi({ description: "For how many more seconds the old key can be used; 0 revokes it at once." }),
  })
  .openapi("RotateApiKey");

export const listApiKeysQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  status: z.enum(API_KEY_STATUSES).optional(),
});

export type ApiKey = z.output<typeof apiKeySchema>;
export type IssuedApiKey = z.output<typeof issuedApiKeySchema>;
export type CreateApiKey = z.output<typeof createApiKeyBody>;
