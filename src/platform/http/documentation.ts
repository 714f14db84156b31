import {
  authenticationRequired,
  csrfRefused,
  type ErrorDefinition,
  internalError,
  invalidCredentials,
  invalidInput,
  maintenanceOn,
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
import { idempotencyHeader } from "./idempotent.ts";
import { heedsMaintenance } from "./maintenance.ts";
import { problemResponses } from "./problem.ts";
import type { Fields, RouteSpec, Schema, Success } from "./route.ts";

/**
 * What of a route's OpenAPI contract is for readers alone. The deployed Worker is built without it (scripts/assets/lean-worker.ts): nothing
 * that a request meets may come from here.
 */
export function documentationOf<P extends Fields, Q extends Fields, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  hasBody: boolean,
  idempotency: string,
) {
  return {
    tags: [spec.tag],
    summary: spec.summary,
    ...descriptionOf(spec),
    security: securityOf(spec.access),
    "x-access": spec.access,
    ...(spec.stepUp ? { "x-step-up": true } : {}),
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

function successResponses(list: Success[]) {
  return Object.fromEntries(
    list.map((success) => {
      const { schema, example, contentTypes = [] } = success;
      const json =
        schema &&
        ({ "application/json": { schema, ...(example === undefined ? {} : { example }) } } as const);
      const content =
        json || contentTypes.length > 0 ? { content: { ...json, ...binaryContent(contentTypes) } } : {};
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
    path: string;
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
  if (heedsMaintenance(spec.method, spec.path, spec.access)) errors.push(maintenanceOn);
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
