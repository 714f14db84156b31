import { z } from "@hono/zod-openapi";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { pageSchema, wholeList } from "../../platform/pagination.ts";
import { FOR_OPERATORS, FOR_STAFF, readAttention } from "./attention.ts";
import { MOST } from "./attention.repo.ts";
import { readSettings } from "./settings.ts";

// What the admin panel shows of the shop as a whole.

const count = z.int().min(0).max(MOST);

function counts<Name extends string>(names: readonly Name[]) {
  return z.object(Object.fromEntries(names.map((name) => [name, count])) as Record<Name, typeof count>);
}

const attentionRoute = defineRoute({
  method: "get",
  path: "/api/v1/admin/attention",
  operationId: "getAttention",
  tag: "Shop",
  summary: "What waits for staff",
  description: `Counts that stop at ${MOST}. The last three are for whoever may \`system:admin\`.`,
  access: permission("order:manage"),
  success: [
    {
      status: 200,
      description: "How much waits",
      schema: counts(FOR_STAFF).extend(counts(FOR_OPERATORS).partial().shape).openapi("Attention"),
    },
  ],
  handler: async ({ ctx }) => ({ body: await readAttention(ctx) }),
});

const settingsRoute = defineRoute({
  method: "get",
  path: "/api/v1/admin/settings",
  operationId: "listSettings",
  tag: "Shop",
  summary: "The settings of this deployment, without its secrets",
  description: "They are changed where the deployment is configured (docs/deployment.md).",
  access: permission("system:admin"),
  success: [
    {
      status: 200,
      description: "All settings",
      schema: pageSchema(
        z.object({ name: z.string(), value: z.string(), description: z.string() }).openapi("Setting"),
      ),
      example: wholeList([{ name: "RETURN_DAYS", value: "30", description: "…" }]),
    },
  ],
  handler: async ({ ctx }) => ({ body: wholeList(readSettings(ctx)) }),
});

export const adminRoutes = [attentionRoute, settingsRoute] as const;
