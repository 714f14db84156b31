import { notFound, unavailable } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { auditEntrySchema, auditQuery, verificationSchema, verifyQuery } from "./audit.schema.ts";
import { auditEntryView } from "./audit.view.ts";
import { getAuditEntry, listAudit } from "./list-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

const common = { tag: "Audit", access: permission("audit:read") } as const;

const ENTRY = {
  seq: 4711,
  id: "0197a3c0-7b1e-7c3a-9d52-1f6f0f1c2b3a",
  at: "2026-11-02T09:30:00.000Z",
  actor: { kind: "user", id: "0197a3c0-1111-7c3a-9d52-1f6f0f1c2b3a" },
  credential: { kind: "session", id: "0197a3c0-2222-7c3a-9d52-1f6f0f1c2b3a" },
  request_id: "0197a3c0-3333-7c3a-9d52-1f6f0f1c2b3a",
  action: "product.update",
  entity: "product",
  entity_id: "0197a3c0-4444-7c3a-9d52-1f6f0f1c2b3a",
  before: { name: "Kettle" },
  after: { name: "Copper kettle" },
  erased_at: null,
  sealed: true,
};

const BREACHES_SHOWN = 500;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/audit",
  operationId: "listAudit",
  summary: "List who changed what, the latest first",
  query: auditQuery,
  success: [
    {
      status: 200,
      description: "A page of entries",
      schema: pageSchema(auditEntrySchema),
      example: { data: [ENTRY], pagination: { limit: 20, next_cursor: null, has_more: false } },
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listAudit(ctx, query);
    return {
      body: { data: rows.map(auditEntryView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const verifyRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/audit/verify",
  operationId: "verifyAudit",
  summary: "Look whether entries were removed, altered, added or moved",
  description:
    "Looks at up to `limit` entries from the number `from` on; go on with `from` = `next` until `complete`. Entries whose personal data was erased with a person are whole.",
  query: verifyQuery,
  success: [
    {
      status: 200,
      description: "What was found",
      schema: verificationSchema,
      example: {
        verified: false,
        from: 1,
        to: 4800,
        rows: 4799,
        complete: true,
        breaches_found: 1,
        breaches: [
          {
            seq: 4711,
            to_seq: 4711,
            id: null,
            kind: "removed",
            detail: "A row is missing from within the log.",
          },
        ],
      },
    },
  ],
  errors: [unavailable],
  handler: async ({ ctx, query }) => {
    const { breaches, ...rest } = await verifyAudit(ctx, query);
    return {
      body: { ...rest, breaches_found: breaches.length, breaches: breaches.slice(0, BREACHES_SHOWN) },
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/audit/{id}",
  operationId: "getAuditEntry",
  summary: "Read an entry of the audit log",
  params: idParams,
  success: [{ status: 200, description: "The entry", schema: auditEntrySchema, example: ENTRY }],
  errors: [notFound],
  handler: async ({ ctx, params }) => ({ body: auditEntryView(await getAuditEntry(ctx, params.id)) }),
});

/** `/audit/verify` comes first: the parameter of `/audit/{id}` would match it, too. */
export const auditRoutes = [listRoute, verifyRoute, getRoute] as const;
