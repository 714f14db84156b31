import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { deleteTaxExemption } from "./delete-tax-exemption.ts";
import { taxExemptionOrThrow } from "./get-tax-exemption.ts";
import { saveTaxExemption } from "./save-tax-exemption.ts";
import type { TaxExemptionRow } from "./tax-exemptions.repo.ts";
import { type TaxExemption, taxExemptionBody, taxExemptionSchema } from "./tax-exemptions.schema.ts";

const common = {
  tag: "Customers",
  access: permission("order:manage"),
  path: "/api/v1/customers/{id}/tax-exemption",
  params: idParams,
} as const;
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };

const answer = {
  status: 200,
  description: "The exemption",
  schema: taxExemptionSchema,
  headers: { ETag: "Its version" },
} as const;

function reply({ certificate, valid_until, ...row }: TaxExemptionRow) {
  const body: TaxExemption = {
    ...row,
    ...(certificate === null ? {} : { certificate }),
    ...(valid_until === null ? {} : { valid_until }),
  };
  return { body, etag: etagOf(row.version) };
}

const getRoute = defineRoute({
  ...common,
  method: "get",
  operationId: "getTaxExemption",
  summary: "Read why a customer pays no tax",
  success: [answer],
  handler: async ({ ctx, params }) => reply(await taxExemptionOrThrow(ctx, params.id)),
});

const saveRoute = defineRoute({
  ...common,
  method: "put",
  operationId: "saveTaxExemption",
  summary: "Exempt a customer from tax",
  description:
    "Orders of the signed-in customer bear no tax from now on. Where prices include tax, the customer pays them without it.",
  requestHeaders,
  body: taxExemptionBody,
  bodyExample: { reason: "reverse_charge", certificate: "DE123456789" },
  success: [answer, { ...answer, status: 201, description: "The new exemption" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    const target = { customerId: params.id, expectedVersion: version };
    const { row, created } = await saveTaxExemption(ctx, target, body);
    const Location = `/api/v1/customers/${params.id}/tax-exemption`;
    return created ? { ...reply(row), status: 201, headers: { Location } } : reply(row);
  },
});

const deleteRoute = defineRoute({
  ...common,
  method: "delete",
  operationId: "deleteTaxExemption",
  summary: "End a customer's exemption from tax",
  requestHeaders,
  success: [{ status: 204, description: "It is gone" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    await deleteTaxExemption(ctx, { customerId: params.id, expectedVersion: version });
    return { status: 204 };
  },
});

export const taxExemptionRoutes = [getRoute, saveRoute, deleteRoute] as const;
