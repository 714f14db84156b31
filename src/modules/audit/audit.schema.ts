import { z } from "@hono/zod-openapi";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { BREACH_KINDS } from "./examine-row.ts";

const ACTOR_KINDS = ["guest", "user", "api_key", "system", "stripe"] as const;

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const name = z.string().min(1).max(200);

export const auditQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sort: z.enum(["-seq", "seq"]).default("-seq"),
  actor_id: name.optional().openapi({ description: "The user, API key or job that did it." }),
  actor_kind: z.enum(ACTOR_KINDS).optional(),
  credential_id: name.optional().openapi({ description: "The session or API key that was used." }),
  action: name.optional().openapi({ example: "product.update" }),
  entity: name.optional().openapi({ example: "product" }),
  entity_id: name.optional(),
  request_id: name
    .optional()
    .openapi({ description: "All that one request did: the X-Request-Id of its answer." }),
  from: time.optional().openapi({ description: "Not before this time." }),
  to: time.optional().openapi({ description: "Before this time." }),
});

export const auditEntrySchema = z
  .object({
    seq: z.int().openapi({ description: "The entry's number. They have no gaps." }),
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.enum(ACTOR_KINDS), id: z.string().nullable() }),
    credential: z
      .object({ kind: z.enum(["session", "api_key"]), id: z.string() })
      .nullable()
      .openapi({ description: "What the actor proved to be with; null for jobs, events and guests." }),
    request_id: z.string(),
    action: z.string(),
    entity: z.string(),
    entity_id: z.string(),
    before: z.unknown().openapi({ description: "What was changed, as it was. null: nothing, or erased." }),
    after: z.unknown().openapi({ description: "What was changed, as it became. null: nothing, or erased." }),
    erased_at: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When `before` and `after` were erased with the person they were about." }),
    sealed: z
      .boolean()
      .openapi({ description: "Whether the entry is in the chain already, which is so after a minute." }),
  })
  .openapi("AuditEntry");

export const verifyQuery = z.object({
  from: z.coerce.number().int().min(1).default(1).openapi({ description: "The number of the first entry." }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(5_000)
    .default(5_000)
    .openapi({ description: "How many entries are looked at (1 to 5000)." }),
});

export const verificationSchema = z
  .object({
    verified: z.boolean().openapi({ description: "Nothing is wrong with what was looked at." }),
    from: z.int(),
    to: z.int().openapi({ description: "The number of the last entry that was looked at." }),
    rows: z.int(),
    complete: z.boolean().openapi({ description: "It was looked at to the end of the log." }),
    next: z.int().optional().openapi({ description: "`from` of the next call when it was not." }),
    breaches_found: z.int(),
    breaches: z
      .array(
        z.object({
          seq: z.int(),
          to_seq: z
            .int()
            .openapi({ description: "The last number it is about: `seq`, or more for removed entries." }),
          id: z.string().nullable(),
          kind: z.enum(BREACH_KINDS).openapi({
            description:
              "altered: its content or facts were changed. unsigned: added by hand. removed, truncated: missing within, at the end. chain: moved, or its link changed. rolled_back: the log was shortened, or the database restored. head_missing: the end of the chain that is kept outside the database is gone. unknown_key: signed with a secret that is not configured.",
          }),
          detail: z.string(),
        }),
      )
      .openapi({ description: "The first 500." }),
  })
  .openapi("AuditVerification");
