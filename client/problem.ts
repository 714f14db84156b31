import type { components } from "./schema.d.ts";

export type Problem = components["schemas"]["Problem"];

/** An answer of the API that says no: what it says, with its stable code. Facts of single codes are in `problem`. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ApiProblem";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** What to tell the shop's people when somebody asks what happened. */
  get requestId(): string {
    return this.problem.request_id;
  }
}

/** What `client.GET(…)` and its siblings answer. */
interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * The body of an answer.
 * @throws ApiProblem when the API says no; whatever fetch throws when there is no answer
 */
export async function dataOf<Data>(answer: Promise<Answered<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  // An empty body, as of 204, is data, too.
  if (response.ok) return data as Data;
  throw new ApiProblem(problemFrom(error, response));
}

/** The problem in an answer; one made up where something between client and API answered, a proxy for example. */
export function problemFrom(error: unknown, response: Response): Problem {
  return isProblem(error) ? error : unexpectedAnswer(response);
}

/** What is said of an answer that cannot be the API's, or that was not asked for as what it is. */
export function unexpectedAnswer({ status, headers }: Response): Problem {
  const type = headers.get("Content-Type")?.split(";")[0] ?? "nothing";
  return {
    type: "about:blank",
    title: "Unexpected answer",
    status,
    detail: `The server answered with status ${status} and ${type} instead of JSON.`,
    code: "client.unexpected_answer",
    request_id: headers.get("X-Request-Id") ?? "",
  };
}

function isProblem(error: unknown): error is Problem {
  if (typeof error !== "object" || error === null) return false;
  return "code" in error && typeof error.code === "string" && "detail" in error;
}
