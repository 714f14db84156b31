import type { MiddlewareHandler } from "hono";
import { looksAtCaller } from "./access.ts";
import { documentationOf } from "./documentation.ts";
import { withIdempotency } from "./idempotent.ts";
import { accessGuard, awaitBody, type Guard, limitBody } from "./middleware.ts";
import type { AppBindings, Fields, RouteSpec, Schema } from "./route.ts";

/** What the app needs to register a route: its OpenAPI contract, and the middleware that enforces its access rule, body limit and idempotency. */
export function contractOf<P extends Fields, Q extends Fields, B extends Schema>(spec: RouteSpec<P, Q, B>) {
  const hasBody = spec.body !== undefined || spec.textBody !== undefined || spec.streamBody !== undefined;
  const isRead = spec.method !== "get" && spec.streamBody === undefined;
  const middleware: MiddlewareHandler<AppBindings>[] = [
    ...(isRead ? [limitBody(spec.maxBodyBytes ?? 256 * 1024), awaitBody] : []),
    accessGuard(guardOf(spec)),
  ];
  const idempotency = spec.method === "post" ? (spec.idempotency ?? "accepted") : "ignored";
  if (idempotency !== "ignored") {
    const header = spec.access.kind === "capability" ? spec.access.header : undefined;
    middleware.push(withIdempotency(idempotency, header));
  }
  return {
    method: spec.method,
    path: spec.path,
    operationId: spec.operationId,
    ...documentationOf(spec, hasBody, idempotency),
    middleware,
    request: {
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.query ? { query: spec.query } : {}),
      ...(hasBody ? { body: requestBody(spec) } : {}),
    },
  };
}

function guardOf(spec: RouteSpec<Fields, Fields, Schema>): Guard {
  const isSafe = spec.method === "get";
  const byDefault = isSafe ? (looksAtCaller(spec.access) ? "read" : "none") : "write";
  const rate = spec.access.kind === "signature" ? "none" : (spec.rate ?? byDefault);
  return {
    access: spec.access,
    fresh: spec.standing !== "deferred" && (!isSafe || spec.stepUp === true || spec.access.kind === "user"),
    stepUp: spec.stepUp ?? false,
    rate: rate === "none" ? undefined : rate,
  };
}

function requestBody(spec: {
  body?: Schema;
  bodyExample?: unknown;
  textBody?: RouteSpec<Fields, Fields, Schema>["textBody"];
  streamBody?: RouteSpec<Fields, Fields, Schema>["streamBody"];
}) {
  if (spec.streamBody) {
    const { contentTypes, description } = spec.streamBody;
    const content = Object.entries(contentTypes).map(([type, { example }]) => [
      type,
      { schema: { type: "string", format: "binary" }, example },
    ]);
    return { required: true, description, content: Object.fromEntries(content) as Record<string, object> };
  }
  if (spec.textBody) {
    const { contentType, description, example } = spec.textBody;
    return {
      required: true,
      description,
      content: { [contentType]: { schema: { type: "string" }, example } },
    };
  }
  const example = spec.bodyExample === undefined ? {} : { example: spec.bodyExample };
  return { required: true, content: { "application/json": { schema: spec.body, ...example } } };
}
