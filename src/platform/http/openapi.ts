import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppBindings } from "./route.ts";

const TAGS = [
  { name: "Shop", description: "What a storefront has to know about the shop itself." },
  { name: "Products", description: "The catalog: what shoppers browse and staff import." },
  { name: "Media", description: "The files that staff upload, and how they are served." },
  { name: "Jobs", description: "Large imports and exports that run in the background." },
  { name: "Accounts", description: "Registering, logging in, sessions, passwords and second factor." },
  { name: "Customers", description: "Profile and address book of a shopper, for the shopper and for staff." },
  { name: "Users", description: "Roles and status, for administrators." },
  { name: "API keys", description: "Credentials of programs." },
  { name: "Cart", description: "One cart a shopper: a guest's by token, a signed-in user's own." },
  { name: "Orders", description: "Placing, paying and reading orders." },
  {
    name: "Shipping and tax",
    description: "Where the shop ships, for how much, and which taxes it charges.",
  },
  { name: "Inventory", description: "Stock by variant and location." },
  { name: "Payments", description: "What Stripe tells us." },
  { name: "Operations", description: "Health of the service." },
];

/** The OpenAPI 3.1 document, generated from the schemas that validate. */
export function openApiDocument(app: OpenAPIHono<AppBindings>): object {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description:
      "An access token of a user (POST /api/v1/auth/login), or an API key (`ek_…`) with the scope that the operation needs.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "__Host-session",
    description:
      "A browser session (POST /api/v1/auth/session). Unsafe methods also need its csrf_token as X-CSRF-Token.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "orderToken", {
    type: "apiKey",
    in: "header",
    name: "X-Order-Token",
    description: "The access_token that placing an order answered.",
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Edge Commerce API",
      version: "0.1.0",
      description:
        "A headless e-commerce backend at the edge. Money is in integer minor units, times are RFC 3339 UTC, ids are UUIDv7, errors are RFC 9457 problems.",
      license: { name: "MIT", url: "https://opensource.org/license/mit" },
    },
    servers: [{ url: "/", description: "This deployment" }],
    tags: TAGS,
  });
}
