import { z } from "@hono/zod-openapi";
import { unavailable } from "../../platform/errors.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { describeError } from "../../platform/log.ts";

const healthRoute = defineRoute({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  tag: "Operations",
  summary: "Whether the Worker answers",
  access: anyone,
  success: [{ status: 200, description: "It does", schema: z.object({ status: z.literal("ok") }) }],
  handler: () => Promise.resolve({ body: { status: "ok" } }),
});

const readyRoute = defineRoute({
  method: "get",
  path: "/ready",
  operationId: "getReadiness",
  tag: "Operations",
  summary: "Whether both databases answer and are migrated",
  access: anyone,
  success: [{ status: 200, description: "They do", schema: z.object({ status: z.literal("ready") }) }],
  handler: async ({ ctx }) => {
    try {
      await Promise.all([
        ctx.env.DB.prepare("SELECT name FROM jobs LIMIT 1").all(),
        ctx.env.SEARCH_DB.prepare("SELECT value FROM catalog_meta WHERE key = 'version'").all(),
      ]);
    } catch (error) {
      ctx.log.error("not ready", describeError(error));
      throw unavailable("A database does not answer or is not migrated.");
    }
    return { body: { status: "ready" } };
  },
});

export const opsRoutes = [healthRoute, readyRoute] as const;
