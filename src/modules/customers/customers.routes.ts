import { preconditionFailed } from "../../platform/errors.ts";
import { anyUser, defineRoute, etagOf, expectedVersion } from "../../platform/http/index.ts";
import { usernameTaken } from "../identity/index.ts";
import type { CustomerRow } from "./customers.repo.ts";
import { customerSchema, updateCustomerBody } from "./customers.schema.ts";
import { customerView } from "./customers.view.ts";
import { ownCustomer } from "./get-customer.ts";
import { updateProfile } from "./update-profile.ts";

const common = { tag: "Customers", access: anyUser } as const;

export const customerAnswer = {
  status: 200,
  description: "The customer",
  schema: customerSchema,
  headers: { ETag: "Its version" },
} as const;

export function customerReply(row: CustomerRow) {
  return { body: customerView(row), etag: etagOf(row.version) };
}

const getOwnRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/customers/me",
  operationId: "getOwnCustomer",
  summary: "Read your profile",
  success: [customerAnswer],
  handler: async ({ ctx }) => customerReply(await ownCustomer(ctx)),
});

const updateOwnRoute = defineRoute({
  ...common,
  method: "patch",
  path: "/api/v1/customers/me",
  operationId: "updateOwnCustomer",
  summary: "Change your profile",
  description:
    "The email address is changed by POST /api/v1/auth/email-change, as both addresses have to confirm it.",
  requestHeaders: { "If-Match": "Only this version (ETag) is changed." },
  body: updateCustomerBody,
  bodyExample: { first_name: "Ada", phone: "+1 212 555 0100" },
  success: [customerAnswer],
  errors: [usernameTaken, preconditionFailed],
  handler: async ({ ctx, body, request }) =>
    customerReply(await updateProfile(ctx, body, expectedVersion(request.header("If-Match")))),
});

export const ownCustomerRoutes = [getOwnRoute, updateOwnRoute] as const;
