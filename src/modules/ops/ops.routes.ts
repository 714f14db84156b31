import { z } from "@hono/zod-openapi";
import { unavailable } from "../../platform/errors.ts";
import { anyone, defineRoute, permissionOrSecret } from "../../platform/http/index.ts";
import { readiness } from "./readiness.ts";
import { readMetrics } from "./read-metrics.ts";

const healthRoute = defineRoute({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  tag: "Operations",
  summary: "Whether the Worker answers",
  access: anyone,
  success: [
    {
      status: 200,
      description: "It does; `version` names what is deployed",
      schema: z.object({ status: z.literal("ok"), version: z.string().optional() }),
      example: { status: "ok", version: "2f1c7d3e-9c1c-4a52-9d4b-1f4a5c0b7e11" },
    },
  ],
  handler: ({ ctx }) => {
    const { tag, id } = ctx.env.CF_VERSION ?? {};
    const version = tag || id;
    return Promise.resolve({ body: { status: "ok", ...(version ? { version } : {}) } });
  },
});

const checkSchema = z.object({
  status: z.enum(["ok", "degraded", "failed", "skipped"]),
  duration_ms: z.int(),
  detail: z.string().optional(),
});

const readyRoute = defineRoute({
  method: "get",
  path: "/ready",
  operationId: "getReadiness",
  tag: "Operations",
  summary: "Whether everything that the shop stands on answers",
  description:
    "Both databases, Durable Objects, KV, R2, the queue (where it tells) and how late events are, each asked for 1.5 s at most. " +
    "A probe may come every 10 s; within 2 s an isolate answers the same.",
  access: anyone,
  success: [
    {
      status: 200,
      description:
        "The shop can sell. `degraded`: something that it can do without for a while does not work",
      schema: z.object({ status: z.enum(["ok", "degraded"]), checks: z.record(z.string(), checkSchema) }),
      example: {
        status: "degraded",
        checks: {
          database: { status: "ok", duration_ms: 4 },
          kv: { status: "degraded", duration_ms: 1500, detail: "timed out" },
        },
      },
    },
  ],
  errors: [unavailable],
  handler: async ({ ctx }) => {
    const { status, checks } = await readiness(ctx);
    if (status === "failed") {
      throw unavailable("The shop cannot sell: what `checks` calls failed does not answer.", {
        facts: { checks },
      });
    }
    return { body: { status, checks } };
  },
});

const metricsRoute = defineRoute({
  method: "get",
  path: "/metrics",
  operationId: "getMetrics",
  tag: "Operations",
  summary: "What Prometheus scrapes",
  description:
    "Counters and histograms of all isolates, and gauges of the databases, in Prometheus' text format 0.0.4. Send METRICS_TOKEN as the " +
    "bearer token, or credentials with `system:admin`. What could not be read is missing, and `edge_scrape_error{source}` is 1.",
  access: permissionOrSecret("system:admin", "METRICS_TOKEN"),
  success: [{ status: 200, description: "The metrics", contentTypes: ["text/plain"] }],
  handler: async ({ ctx }) => ({
    text: await readMetrics(ctx),
    headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" },
  }),
});

export const opsRoutes = [healthRoute, readyRoute, metricsRoute] as const;
