import type { Ctx } from "../../platform/ctx.ts";
import { maskText } from "../../platform/log.ts";
import { targetProblem } from "./check-target.ts";
import type { AttemptResult } from "./deliveries.repo.ts";
import { type SealedSecrets, signedHeaders } from "./endpoint-secret.ts";
import { retryAfterSeconds } from "./retry-schedule.ts";

/** How long an endpoint may take to answer. */
export const TIMEOUT_MS = 10_000;
const KEPT_RESPONSE = 1_024;
const GONE = 410;
const ASKS_FOR_TIME = [429, 503];

/** What came of calling an endpoint. */
export interface CallResult extends AttemptResult {
  succeeded: boolean;
  /** There was no answer at all: others to the same endpoint would only wait, too. */
  unreachable: boolean;
  /** It says that it is gone for good. */
  gone: boolean;
  /** Seconds for which it asks to be left alone. */
  retryAfter: number;
}

/**
 * Posts a message to an endpoint, signed. A redirect is a failure: where it leads has not been looked at. Never throws: what went wrong
 * is part of the result, with its texts masked.
 */
export async function callEndpoint(
  ctx: Ctx,
  endpoint: SealedSecrets & { url: string },
  message: { id: string; body: string },
  timeoutMs = TIMEOUT_MS,
): Promise<CallResult> {
  const started = Date.now();
  const failed = (error: string, unreachable: boolean): CallResult => ({
    status: null,
    durationMs: Date.now() - started,
    error: maskText(error).slice(0, 300),
    response: null,
    succeeded: false,
    unreachable,
    gone: false,
    retryAfter: 0,
  });
  try {
    const signed = await signedHeaders(ctx, endpoint, { ...message, at: ctx.now() });
    if (!signed) return failed("the secret cannot be opened any more: rotate it", true);
    const problem = await targetProblem(ctx, endpoint.url);
    if (problem !== undefined) return failed(`not called: the URL ${problem}`, true);
    const response = await fetch(endpoint.url, {
      method: "POST",
      body: message.body,
      headers: { "Content-Type": "application/json", "User-Agent": "Edge-Commerce-Webhooks/1", ...signed },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status } = response;
    return {
      status,
      error: response.ok ? null : `answered ${status}`,
      response: maskText(await beginningOf(response)),
      durationMs: Date.now() - started,
      succeeded: response.ok,
      unreachable: false,
      gone: status === GONE,
      retryAfter: ASKS_FOR_TIME.includes(status)
        ? retryAfterSeconds(response.headers.get("Retry-After"), ctx.now())
        : 0,
    };
  } catch (error) {
    const isTimeout = error instanceof Error && /^(TimeoutError|AbortError)$/.test(error.name);
    return failed(isTimeout ? "did not answer in time" : `could not be reached: ${String(error)}`, true);
  }
}

/** The first of a response's text, as far as it comes; the rest is not even read. */
async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (reader && text.length < KEPT_RESPONSE) {
      const chunk = (await reader.read()) as ReadableStreamReadResult<Uint8Array>;
      if (chunk.done) break;
      text += decoder.decode(chunk.value, { stream: true });
    }
    await reader?.cancel();
  } catch {
    // The status has come, and it decides.
  }
  return text.slice(0, KEPT_RESPONSE);
}
