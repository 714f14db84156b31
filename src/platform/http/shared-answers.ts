import { parseConfig } from "../env.ts";
import { createLogger } from "../log.ts";
import { MemoryCache } from "../memory-cache.ts";
import { metrics } from "../metrics.ts";
import { matchesNone } from "./etag.ts";
import { requestIdOf } from "./request-id.ts";

/** A complete answer that depends on nothing but the URL and the Origin. */
interface SharedAnswer {
  text: string;
  etag: string | null;
  headers: Record<string, string>;
  route: string;
}

/** Added to the time that a document may be in memory; it spares validation and routing, not storage. */
const TTL_MS = 2_000;

/** Longer URLs are nobody's links; they are answered the usual way. */
const MAX_KEY = 600;

const answers = new MemoryCache<SharedAnswer>({
  limit: 8_000_000,
  ttlMs: TTL_MS,
  sizeOf: (answer) => answer.text.length,
});

const REQUEST_ID = "x-request-id";

/** Forgets all answers: what they were made from has changed. */
export function forgetSharedAnswers(): void {
  answers.clear();
}

/** Remembers a finished 200 of a route whose answers are the same for everybody. */
export function shareAnswer(request: Request, response: Response, text: string, route: string): void {
  const key = keyOf(request);
  if (key.length > MAX_KEY) return;
  const headers = Object.fromEntries(response.headers);
  delete headers[REQUEST_ID];
  headers["server-timing"] = 'catalog;desc="shared"';
  answers.set(key, { text, etag: response.headers.get("ETag"), headers, route });
}

/** The answer that this isolate gave to the same request moments ago; undefined when there is none. */
export function answerFromMemory(
  request: Request,
  env: Env,
  execution: Pick<ExecutionContext, "waitUntil">,
): Response | undefined {
  if (request.method !== "GET") return undefined;
  const answer = answers.get(keyOf(request));
  if (!answer || isSigned(request)) return undefined;
  const id = requestIdOf(request.headers.get(REQUEST_ID));
  // An object is the cheapest way for the runtime to take headers in.
  const headers = { ...answer.headers, [REQUEST_ID]: id };
  const noneMatch = request.headers.get("If-None-Match");
  const known = noneMatch !== null && answer.etag !== null && matchesNone(noneMatch, answer.etag);
  const status = known ? 304 : 200;
  tally(env, answer.route, execution);
  return new Response(known ? null : answer.text, { status, headers });
}

const TALLY_MS = 1_000;
let counts = new Map<string, number>();
let since = 0;

/** These answers cost less than a log line would: they are counted, and a second's count is one line. */
function tally(env: Env, route: string, execution: Pick<ExecutionContext, "waitUntil">): void {
  counts.set(route, (counts.get(route) ?? 0) + 1);
  const now = Date.now();
  if (now - since < TALLY_MS) return;
  const log = createLogger(parseConfig(env).LOG_LEVEL, {});
  for (const [name, count] of counts) {
    log.info("requests answered from memory", { route: name, count });
    metrics.count("remembered", [name], count);
  }
  counts = new Map();
  since = now;
  const told = metrics.flush(env);
  if (told) execution.waitUntil(told);
}

/** To some who are known a route answers more than to everybody. */
function isSigned({ headers }: Request): boolean {
  return headers.has("Authorization") || headers.has("Cookie");
}

function keyOf(request: Request): string {
  const origin = request.headers.get("Origin");
  return origin === null ? request.url : `${origin} ${request.url}`;
}
