import { z } from "@hono/zod-openapi";
import { type DomainError, type ErrorDefinition, internalError, unavailable } from "../errors.ts";

export const PROBLEM_TYPE = "application/problem+json";

const inputErrorSchema = z
  .object({
    pointer: z.string().openapi({ example: "#/quantity" }),
    code: z.string().openapi({ example: "too_small" }),
    message: z.string().openapi({ example: "must be at least 1" }),
  })
  .openapi("InputError");

export const problemSchema = z
  .looseObject({
    type: z.string().openapi({ example: "https://api.example.com/docs/errors#request.invalid" }),
    title: z.string().openapi({ example: "The request is well-formed but not valid" }),
    status: z.int().openapi({ example: 422 }),
    detail: z.string().openapi({ example: "quantity must be at least 1" }),
    code: z.string().openapi({ example: "request.invalid" }),
    request_id: z.string(),
    errors: z.array(inputErrorSchema).optional(),
  })
  .openapi("Problem", {
    description: "An error as RFC 9457 describes it. `code` is stable; some codes carry further facts.",
  });

/** Renders an expected failure as application/problem+json. */
export function problemResponse(error: DomainError, publicUrl: string, requestId: string): Response {
  const body = {
    // First, so that no fact can stand in for a member that every problem has.
    ...error.facts,
    type: `${publicUrl}/docs/errors#${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...(error.errors ? { errors: error.errors } : {}),
  };
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: { "Content-Type": PROBLEM_TYPE, "Cache-Control": "no-store", ...error.headers },
  });
}

/** The answer to a failure that nobody expected: it says nothing but the request id. A store that sheds load took nothing in: 503. */
export function unexpectedError(cause: unknown): DomainError {
  if (isOverloaded(cause)) {
    return unavailable("The shop is very busy. Try again shortly.", {
      cause,
      headers: { "Retry-After": "2" },
    });
  }
  return internalError("The request could not be completed. Retry, or report the request_id.", { cause });
}

/** Whether D1 or a Durable Object refused a call because too many wait. They say so by words, and objects by a flag as well. */
function isOverloaded(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { overloaded } = error as { overloaded?: unknown };
  return overloaded === true || /\bis overloaded\b/.test(error.message) || isOverloaded(error.cause);
}

/** The OpenAPI responses of a set of errors, grouped by status. */
export function problemResponses(errors: readonly ErrorDefinition[]) {
  const byStatus = new Map<number, string[]>();
  for (const error of errors) {
    byStatus.set(error.status, [...(byStatus.get(error.status) ?? []), `\`${error.code}\`: ${error.title}`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      status,
      { description: [...new Set(lines)].join("; "), content: { [PROBLEM_TYPE]: { schema: problemSchema } } },
    ]),
  );
}
