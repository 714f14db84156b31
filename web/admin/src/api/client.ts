import { ApiProblem, createClient, problemFrom } from "../../../../client/index.ts";
import { csrfToken, forgetStaff } from "./session.ts";
import { tellSessionEnd } from "./session-end.ts";
import { provePresence } from "./step-up.ts";

/**
 * The API by this browser's session. What asks for a proof of presence is sent again after it was given (session/StepUpDialog).
 * Typed calls: `dataOf(client.POST("/api/v1/orders/{id}/cancel", { params: { path: { id } }, body }))`.
 */
export const client = createClient({ csrfToken, fetch: fetchWithPresence });

/** Any path of the API, for what is the same with all resources (data-provider.ts). Answers the body; throws ApiProblem. */
export async function call<Body>(method: string, path: string, init: CallInit = {}): Promise<Body> {
  return (await bodyOf(await answerTo(method, path, init))) as Body;
}

/** The whole answer, for what stands in its headers or is no JSON. Throws ApiProblem. */
export async function answerTo(method: string, path: string, init: CallInit = {}): Promise<Response> {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(init.query ?? {})) {
    for (const each of [value].flat()) if (isGiven(each)) url.searchParams.append(name, String(each));
  }
  const token = method === "GET" ? undefined : await csrfToken();
  const request = new Request(url, {
    method,
    headers: {
      Accept: "application/json",
      ...(init.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token === undefined ? {} : { "X-CSRF-Token": token }),
      ...init.headers,
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    ...(init.signal ? { signal: init.signal } : {}),
  });
  const response = await fetchWithPresence(request);
  if (!response.ok) throw new ApiProblem(problemFrom(await bodyOf(response), response));
  return response;
}

async function bodyOf(response: Response): Promise<unknown> {
  const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
  return isJson ? response.json() : undefined;
}

interface CallInit {
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

async function fetchWithPresence(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  const code = await refusalOf(response);
  if (code === "auth.required" || code === "auth.invalid_credentials") tellSessionEnd();
  const mayAskAgain =
    (code === "auth.step_up_required" && (await provePresence())) ||
    (code === "auth.csrf_refused" && (await takeNewToken(again)));
  return mayAskAgain ? fetch(again) : response;
}

/** The code of a refusal that says something about the session. */
async function refusalOf(response: Response): Promise<string | undefined> {
  if (response.status !== 401 && response.status !== 403) return undefined;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => ({}));
  return (body as { code?: string }).code;
}

/** The session may have been made anew in another tab: its token is taken if it is still the same person. */
async function takeNewToken(request: Request): Promise<boolean> {
  forgetStaff();
  const token = await csrfToken();
  if (token === undefined) {
    tellSessionEnd();
    return false;
  }
  request.headers.set("X-CSRF-Token", token);
  return true;
}
