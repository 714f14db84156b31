import {
  authenticationRequired,
  conflict,
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
import {
  idempotencyAnswerLost,
  idempotencyKeyInUse,
  idempotencyKeyMissing,
  idempotencyKeyReused,
} from "../idempotency.ts";
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
      ...successResponses(spec.success, spec.method === "get"),
      ...(spec.method === "get" && isTagged(spec) ? { 304: UNCHANGED } : {}),
      ...withPages(problemResponses(errorsOf(spec, hasBody, idempotency)), spec.success),
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

const ETAG =
  "Names this state of the answer: sent as If-None-Match, it asks for the answer only if it has changed.";

/** What not every answer with this status has: the others are there each time. */
const SOMETIMES = new Set(["Link", "X-Cart-Token", "Idempotent-Replayed"]);

/** Whether a header may be missing: the ETag is where an answer that is JSON may be asked for as a file. */
function isSometimes(name: string, { schema, contentTypes = [] }: Success): boolean {
  return SOMETIMES.has(name) || (name === "ETag" && schema !== undefined && contentTypes.length > 0);
}

const UNCHANGED = {
  description: "Unchanged since the answer with the ETag that If-None-Match names. No body.",
  headers: { ETag: { required: true, schema: { type: "string" } } },
} as const;

/** Whether answers have an ETag: all to GET that are JSON, and those that say so. */
function isTagged({ success }: { success: Success[] }): boolean {
  return success.some(({ schema, headers }) => schema !== undefined || headers?.["ETag"] !== undefined);
}

/** What the answers of many routes have, unless they say more of it. */
function headersOf({ status, schema }: Success, isRead: boolean): Record<string, string> {
  return {
    ...(status === 201 ? { Location: "Where it is" } : {}),
    ...(isRead && schema ? { ETag: ETAG } : {}),
  };
}

function successResponses(list: Success[], isRead: boolean) {
  return Object.fromEntries(
    list.map((success) => {
      const { schema, example, contentTypes = [] } = success;
      const json =
        schema &&
        ({ "application/json": { schema, ...(example === undefined ? {} : { example }) } } as const);
      const content =
        json || contentTypes.length > 0 ? { content: { ...json, ...binaryContent(contentTypes) } } : {};
      const headers = Object.fromEntries(
        Object.entries({ ...headersOf(success, isRead), ...success.headers }).map(([name, description]) => [
          name,
          {
            description,
            ...(isSometimes(name, success) ? {} : { required: true }),
            schema: { type: "string" },
          },
        ]),
      );
      return [success.status, { description: success.description, headers, ...content }];
    }),
  );
}

/** Where people get a page to say that something went wrong, programs still get the problem. */
function withPages(problems: ReturnType<typeof problemResponses>, pages: readonly Success[]) {
  return Object.fromEntries(
    Object.entries(problems).map(([status, problem]) => {
      const types = pages.find((page) => String(page.status) === status)?.contentTypes ?? [];
      return [status, { ...problem, content: { ...problem.content, ...binaryContent(types) } }];
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
  // Whatever is written under a UNIQUE constraint may come second (see commit).
  if (spec.method !== "get") errors.push(conflict);
  if (spec.stepUp) errors.push(stepUpRequired);
  if (spec.params) errors.push(notFound);
  if (spec.params || spec.query || hasBody || idempotency !== "ignored") errors.push(invalidInput);
  if (hasBody) errors.push(malformedRequest, unsupportedMediaType);
  // A body that nobody asked for is not read, however large it is.
  if (hasBody || spec.method !== "get") errors.push(payloadTooLarge);
  if (idempotency !== "ignored")
    errors.push(idempotencyKeyReused, idempotencyKeyInUse, idempotencyAnswerLost);
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
