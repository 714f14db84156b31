import text from "../../../openapi.json?raw";
import { answerChecker } from "./answers.ts";

let checker: ReturnType<typeof answerChecker> | undefined;

/** Hands an answer of the API on to the test that asked for it, and fails it when the answer is not as openapi.json says. */
export async function onContract(method: string, url: string, answer: Response): Promise<Response> {
  checker ??= answerChecker(JSON.parse(text));
  const { status, headers } = answer;
  const body = isStream(headers) ? null : await answer.clone().text();
  const findings = checker.check({ method, url, status, headers, body });
  if (findings.length > 0) throw new Error(`off contract:\n${findings.join("\n")}`);
  return answer;
}

/** Files are not read here: the test may want to see how they come. */
function isStream(headers: Headers): boolean {
  return headers.has("Content-Type") && !/[/+]json\b/.test(headers.get("Content-Type") ?? "");
}
