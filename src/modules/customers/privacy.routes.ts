import { requireUser } from "../../platform/auth.ts";
import { conflict } from "../../platform/errors.ts";
import { anyUser, defineRoute } from "../../platform/http/index.ts";
import { lastSuperuser, noSessionCookie } from "../identity/index.ts";
import { eraseCustomer } from "./erase-customer.ts";
import { exportCustomer } from "./export-customer.ts";
import { customerExportSchema } from "./export.schema.ts";

const common = { tag: "Customers", access: anyUser } as const;

const exportRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/customers/me/export",
  operationId: "exportOwnCustomer",
  summary: "Get everything that is held about you",
  rate: "auth",
  stepUp: true,
  success: [
    {
      status: 200,
      description: "A file with the data of every store",
      schema: customerExportSchema,
      headers: { "Content-Disposition": "A name for the file" },
    },
  ],
  handler: async ({ ctx }) => ({
    body: await exportCustomer(ctx),
    headers: { "Content-Disposition": 'attachment; filename="personal-data.json"' },
  }),
});

const eraseRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/customers/me",
  operationId: "eraseOwnCustomer",
  summary: "Erase your account and your personal data",
  description:
    "At once and for good: nobody can log in any more, and what is held about you is deleted or made anonymous. Orders that are " +
    "not closed yet keep name and address until they are; amounts, country and region stay in the books.",
  stepUp: true,
  success: [{ status: 204, description: "The person is erased" }],
  errors: [lastSuperuser, conflict],
  handler: async ({ ctx }) => {
    const { via } = requireUser(ctx);
    await eraseCustomer(ctx);
    return { status: 204, ...(via === "cookie" ? { headers: { "Set-Cookie": noSessionCookie } } : {}) };
  },
});

export const privacyRoutes = [exportRoute, eraseRoute] as const;
