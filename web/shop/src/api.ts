import { ApiProblem, createClient } from "../../../client/index.ts";
import { forget, forgetVisit, keep, kept } from "./browser-store.ts";
import { askSession, currentSession, session } from "./session-state.ts";

export { ApiProblem, dataOf, idempotencyKey, type Schema } from "../../../client/index.ts";

const CART_TOKEN = "shop.cart-token";
const SAFE = new Set(["GET", "HEAD"]);

/** The guest's cart of this browser, between visits. */
export const cartToken = {
  get: () => kept(CART_TOKEN),
  set: (token: string) => keep(CART_TOKEN, token),
  forget: () => forget(CART_TOKEN),
};

/** The shop's API, as whoever uses this browser. */
export const client = createClient({
  csrfToken: async () => (await currentSession())?.csrf_token,
  cartToken,
  fetch: fetchWithSession,
});

/**
 * Somebody may have logged in without this page knowing it: in another tab, or to the panel. The API then refuses changes that come
 * without the session's CSRF token; it is asked for, and the request sent once more. Unless the page was somebody else's: what they meant for their account is not done to
 * another one.
 */
async function fetchWithSession(request: Request): Promise<Response> {
  if (leaving || SAFE.has(request.method)) return leaving ?? fetch(request);
  const before = session.value?.user.id;
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 403 || (await codeOf(response.clone())) !== "auth.csrf_refused") return response;
  const now = await askSession();
  if (now && before !== undefined && now.user.id !== before) return beginAnew();
  const token = now?.csrf_token;
  if (token === undefined || token === request.headers.get("X-CSRF-Token")) return response;
  again.headers.set("X-CSRF-Token", token);
  return fetch(again);
}

let leaving: Promise<never> | undefined;

/** Loads the page as who is logged in now. Until that is done, nothing is sent from it any more, nor answered. */
function beginAnew(): Promise<never> {
  leaving ??= new Promise<never>(() => {
    forgetVisit();
    location.reload();
  });
  return leaving;
}

async function codeOf(response: Response): Promise<string | undefined> {
  const problem = (await response.json().catch(() => ({}))) as { code?: string };
  return problem.code;
}

/** What to tell people about whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.message;
  return "The shop could not be reached. Check your connection and try again.";
}

/** The request's id, which helps the shop's people to find out what happened; undefined when there was no answer. */
export function requestIdOf(error: unknown): string | undefined {
  return error instanceof ApiProblem && error.requestId !== "" ? error.requestId : undefined;
}

/** What is wrong with single fields, by the last part of their pointers: `#/address/city` is at `city`. */
export function fieldErrors(error: unknown): Record<string, string> {
  const errors = error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
  return Object.fromEntries(errors.map(({ pointer, message }) => [pointer.split("/").at(-1) ?? "", message]));
}
