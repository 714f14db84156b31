/** One thing that is wrong with the input. `pointer` is a JSON Pointer as a URI fragment, as in RFC 9457's example. */
export interface InputError {
  pointer: string;
  code: string;
  message: string;
}

interface ErrorOptions {
  /** Facts that the caller needs to act: they become members of the problem. */
  facts?: Record<string, unknown>;
  errors?: InputError[];
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An expected failure, made by one of the definitions; its code and status are fixed there. */
export class DomainError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly facts: Record<string, unknown>;
  readonly errors: InputError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(definition: ErrorDefinition, detail: string, options: ErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = "DomainError";
    this.code = definition.code;
    this.status = definition.status;
    this.title = definition.title;
    this.facts = options.facts ?? {};
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

/** A member of the error vocabulary. Calling it makes the error: `throw outOfStock("Only 2 left", { facts })`. */
export interface ErrorDefinition {
  (detail: string, options?: ErrorOptions): DomainError;
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

const vocabulary = new Map<string, ErrorDefinition>();

/** Adds an error to the vocabulary: a stable dotted code, its HTTP status and what it means in general. */
export function defineError(code: string, status: number, title: string): ErrorDefinition {
  if (vocabulary.has(code)) throw new Error(`error code defined twice: ${code}`);
  const make = (detail: string, options?: ErrorOptions) => new DomainError(definition, detail, options);
  const definition: ErrorDefinition = Object.assign(make, { code, status, title });
  vocabulary.set(code, definition);
  return definition;
}

/** Every defined error, for the documentation. */
export function errorVocabulary(): ErrorDefinition[] {
  return [...vocabulary.values()].sort((a, b) => a.code.localeCompare(b.code));
}

// The errors that any route may answer. Domains define their own beside their verbs.
export const malformedRequest = defineError("request.malformed", 400, "The request could not be read");
export const authenticationRequired = defineError("auth.required", 401, "Credentials are missing");
export const invalidCredentials = defineError(
  "auth.invalid_credentials",
  401,
  "The credentials are not valid",
);
export const permissionDenied = defineError("auth.forbidden", 403, "The caller lacks a permission");
export const secondFactorEnrolmentRequired = defineError(
  "auth.second_factor_enrolment_required",
  403,
  "The role asks for a second factor that is not set up",
);
export const stepUpRequired = defineError(
  "auth.step_up_required",
  403,
  "The caller has to prove again to be present",
);
export const csrfRefused = defineError(
  "auth.csrf_refused",
  403,
  "A cookie was sent without the proof that this shop's page sent it",
);
export const tooManyAttempts = defineError("auth.too_many_attempts", 429, "Too many attempts: wait a little");
export const rateLimited = defineError("request.rate_limited", 429, "Too many requests: slow down");
export const notFound = defineError("resource.not_found", 404, "There is no such resource");
export const methodNotAllowed = defineError(
  "request.method_not_allowed",
  405,
  "The resource has no such method",
);
export const conflict = defineError("resource.conflict", 409, "The resource was changed at the same time");
export const preconditionFailed = defineError(
  "resource.precondition_failed",
  412,
  "The resource has changed since",
);
export const payloadTooLarge = defineError("request.too_large", 413, "The request body is too large");
export const unsupportedMediaType = defineError(
  "request.unsupported_media_type",
  415,
  "The content type is not accepted",
);
export const invalidInput = defineError("request.invalid", 422, "The request is well-formed but not valid");
export const internalError = defineError("internal", 500, "Something went wrong on our side");
export const maintenanceOn = defineError("service.maintenance", 503, "The shop is being maintained");
export const unavailable = defineError(
  "service.unavailable",
  503,
  "A service that this request needs did not answer",
);
