import { readFileSync } from "node:fs";
import type { Answer } from "../../scripts/lib/http.ts";
import { inProject } from "../../scripts/lib/paths.ts";
import { answerChecker } from "./contract/answers.ts";

let checker: ReturnType<typeof answerChecker> | undefined;

/** What of an answer is not as openapi.json says; nothing when it is right. */
export function offContract(
  method: string,
  url: string,
  { status, headers, body }: Pick<Answer, "status" | "headers" | "body">,
): string[] {
  checker ??= answerChecker(JSON.parse(readFileSync(inProject("openapi.json"), "utf8")));
  return checker.check({ method, url, status, headers, body: textOf(body) });
}

function textOf(body: unknown): string | null {
  if (body === undefined) return null;
  return typeof body === "string" ? body : JSON.stringify(body);
}
