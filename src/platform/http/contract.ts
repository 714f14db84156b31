import type { MiddlewareHandler } from "hono";
import {
  authenticationRequired,
  csrfRefused,
  type ErrorDefinition,
  internalError,
  invalidCredentials,
  invalidInput,
  malformedRequest,
  notFound,
  payloadTooLarge,
  permissionDenied,
  rateLimited,
  secondFactorEnrolmentRequired,
  stepUpRequired,
  unavailable,
  unsupportedMediaType,
} from "../errors.ts";
import { idempotencyAnswerLost, idempotencyKeyMissing, idempotencyKeyReused } from "../idempotency.ts";
import { type Access, looksAtCaller } from "./access.ts";
import { idempotencyHeader, withIdempotency } from "./idempotent.ts";
import { accessGuard, awaitBody, type Guard, limitBody } from "./middleware.ts";
import { problemResponses } from "./problem.ts";
import type { AppBindings, Fields, RouteSpec, Schema, Success } from "./route.ts";

/** The OpenAPI contract of a route, with the middleware that enforces its access rule, body limit and idempotency. */
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
    tags: [spec.tag],
    summary: spec.summary,
    ...descriptionOf(spec),
    security: securityOf(spec.access),
    "x-access": spec.access,
    ...(spec.stepUp ? { "x-step-up": true } : {}),
    middleware,
    request: {
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.query ? { query: spec.query } : {}),
      ...(hasBody ? { body: requestBody(spec) } : {}),
    },
    parameters: [
      ...Object.entries(spec.requestHeaders ?? {}).map(([name, description]) =>
        headerParameter(name, description),
      ),
      ...(idempotency === "ignored" ? [] : [idempotencyHeader(requiresKey(spec, idempotency))]),
    ],
    responses: {
      ...successResponses(spec.success),
      ...problemResponses(errorsOf(spec, hasBody, idempotency)),
    },
  };
}

function descriptionOf(spec: { description?: string; stepUp?: boolean }): { description?: string } {
  const stepUp = spec.stepUp
    ? "A signed-in user must have proved to be present within the last 15 minutes: by logging in, or POST /api/v1/auth/step-up."
    : undefined;
  const text = [spec.description, stepUp].filter((part) => part !== undefined).join(" ");
  return text === "" ? {} : { description: text };
}

function requiresKey(spec: { errors?: ErrorDefinition[] }, idempotency: string): boolean {
  return idempotency === "required" || (spec.errors ?? []).includes(idempotencyKeyMissing);
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

function successResponses(list: Success[]) {
  return Object.fromEntries(
    list.map((success) => {
      const content = success.schema
        ? {
            content: {
              "application/json": {
                schema: success.schema,
                ...(success.example === undefined ? {} : { example: success.example }),
              },
            },
          }
        : success.contentTypes
          ? { content: binaryContent(success.contentTypes) }
          : {};
      const headers = Object.fromEntries(
        Object.entries(success.headers ?? {}).map(([name, description]) => [
          name,
          { description, schema: { type: "string" } },
        ]),
      );
      return [success.status, { description: success.description, headers, ...content }];
    }),
  );
}

function binaryContent(types: readonly string[]) {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: "string", format: "binary" } }]));
}

function errorsOf(
  spec: {
    access: Access;
    method: string;
    stepUp?: boolean;
    rate?: string;
    errors?: ErrorDefinition[];
    params?: Schema;
    query?: Schema;
  },
  hasBody: boolean,
  idempotency: string,
): ErrorDefinition[] {
  const errors = [internalError, unavailable, ...(spec.errors ?? [])];
  if (looksAtCaller(spec.access)) {
    errors.push(authenticationRequired, invalidCredentials, permissionDenied, rateLimited);
    if (spec.method !== "get") errors.push(csrfRefused);
  } else if (spec.rate !== undefined) {
    errors.push(rateLimited);
  }
  if (spec.access.kind === "permission" || spec.access.kind === "own") {
    errors.push(secondFactorEnrolmentRequired);
  }
  if (spec.stepUp) errors.push(stepUpRequired);
  if (spec.params) errors.push(notFound);
  if (spec.params || spec.query || hasBody) errors.push(invalidInput);
  if (hasBody) errors.push(malformedRequest, payloadTooLarge, unsupportedMediaType);
  if (idempotency !== "ignored") errors.push(idempotencyKeyReused, idempotencyAnswerLost);
  if (idempotency === "required") errors.push(idempotencyKeyMissing);
  return errors;
}

function headerParameter(name: string, description: string) {
  return { name, in: "header", required: false, description, schema: { type: "string" } };
}

function securityOf(access: Access): Record<string, string[]>[] {
  switch (access.kind) {
    case "public":
    case "signature":
      return [];
    case "permission":
      return access.permission === "cart:manage" || access.permission === "order:create"
        ? [{}, { bearer: [] }, { session: [] }]
        : [{ bearer: [] }, { session: [] }];
    case "caller":
    case "user":
    case "own":
      return [{ bearer: [] }, { session: [] }];
    case "capability":
      return [{ orderToken: [] }, { bearer: [] }, { session: [] }];
  }
}
