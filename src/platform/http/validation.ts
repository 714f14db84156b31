import type { Hook } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import {
  type DomainError,
  type InputError,
  invalidInput,
  malformedRequest,
  unsupportedMediaType,
} from "../errors.ts";
import type { AppBindings } from "./route.ts";

/** Turns a failed validation of any request part into 422 with a pointer to each wrong member. */
export const validationHook: Hook<unknown, AppBindings, string, unknown> = (result) => {
  if (result.success) return;
  const prefix = result.target === "json" ? "" : `/${result.target === "param" ? "path" : result.target}`;
  throw inputErrorOf(result.error.issues, prefix);
};

/** An answer must not grow with the request: the first of so many errors, and so much of a name that the client made up. */
const MOST_ERRORS = 100;
const MOST_OF_A_NAME = 200;

/** The 422 for a list of Zod issues. */
export function inputErrorOf(issues: readonly z.core.$ZodIssue[], prefix = ""): DomainError {
  const errors = issues.flatMap((issue) => pointersOf(issue, prefix)).slice(0, MOST_ERRORS);
  const first = errors[0];
  const detail = first ? `${first.pointer} ${first.message}` : "The request is not valid.";
  return invalidInput(detail, { errors });
}

function pointersOf(issue: z.core.$ZodIssue, prefix: string): InputError[] {
  const base = `#${prefix}${issue.path.map((part) => `/${escapePointer(String(part))}`).join("")}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: `${base}/${escapePointer(key)}`,
      code: "unrecognized_key",
      message: "is not known here",
    }));
  }
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [{ pointer: base, code: issue.code, message: isMissing ? "is required" : issue.message }];
}

function escapePointer(part: string): string {
  const name = part.slice(0, MOST_OF_A_NAME).toWellFormed();
  return encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
}

/** Hono's own refusals (malformed JSON, wrong content type) in our vocabulary; undefined for what is none of them. */
export function fromHttpException(error: unknown): DomainError | undefined {
  if (!(error instanceof HTTPException)) return undefined;
  if (error.status === 415)
    return unsupportedMediaType("Send the body as the content type that the documentation names.");
  if (error.status === 400) return malformedRequest("The body is no well-formed JSON.");
  return undefined;
}
