import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink } from "../../platform/pagination.ts";
import {
  findingSchema,
  paymentUnavailable,
  reconciliationQuery,
  reconciliationSchema,
  reportReconciliation,
  resolveFinding,
  resolveFindingBody,
} from "../payments/index.ts";
import { reconciliationRunning } from "./checkout.errors.ts";
import { runReconciliation } from "./run-reconciliation.ts";

const PATH = "/api/v1/payments/reconciliation";

const reportRoute = defineRoute({
  method: "get",
  path: PATH,
  operationId: "getReconciliation",
  tag: "Payments",
  summary: "How far the comparison with Stripe is, and what a person must decide",
  description:
    "A job compares the books with Stripe every 15 minutes, takes in what webhooks lost and brings into line what differs. `open` is what that does not put right.",
  access: permission("order:manage"),
  query: reconciliationQuery,
  success: [
    {
      status: 200,
      description: "The report, with a page of the open findings",
      schema: reconciliationSchema,
      headers: { Link: "The next page of open findings" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const body = await reportReconciliation(ctx, query);
    return { body, headers: nextPageLink(request.url, body.pagination) };
  },
});

const resolveRoute = defineRoute({
  method: "post",
  path: `${PATH}/findings/{id}/resolve`,
  operationId: "resolveReconciliationFinding",
  tag: "Payments",
  summary: "Note that a finding was dealt with",
  description: "It comes back when it is found again and says something else than now.",
  access: permission("order:manage"),
  params: idParams,
  body: resolveFindingBody,
  bodyExample: { note: "Refunded by hand, see the bank's letter" },
  success: [{ status: 200, description: "The finding", schema: findingSchema }],
  handler: async ({ ctx, params, body }) => ({ body: await resolveFinding(ctx, params.id, body.note) }),
});

const runRoute = defineRoute({
  method: "post",
  path: `${PATH}/run`,
  operationId: "runReconciliation",
  tag: "Payments",
  summary: "Compare the books with Stripe now",
  access: permission("system:admin"),
  success: [{ status: 200, description: "The report after the run", schema: reconciliationSchema }],
  errors: [reconciliationRunning, paymentUnavailable],
  handler: async ({ ctx }) => {
    await runReconciliation(ctx);
    return { body: await reportReconciliation(ctx, { limit: 20 }) };
  },
});

export const reconciliationRoutes = [reportRoute, resolveRoute, runRoute] as const;
