import { env } from "cloudflare:workers";

/**
 * How the way to Stripe fails:
 * - timeout: no answer within the time that the API waits, nothing was done
 * - lost connection: no answer at all, nothing was done
 * - 500: an outage, nothing was done
 * - kept 500: the same, and Stripe repeats it for the request's idempotency key ever after
 * - lost answer: Stripe did the work, its answer did not come back
 * - 429: too many requests of the whole shop, nothing was done
 */
export const STRIPE_FAULTS = ["timeout", "lost connection", "500", "kept 500", "lost answer", "429"] as const;
export type StripeFault = (typeof STRIPE_FAULTS)[number];

/** The SDK repeats a failed request once by itself, but for 429: as many requests have to fail for one call to fail. */
const REQUESTS_A_CALL = 2;
const LONGER_THAN_THE_TIMEOUT_MS = 600;

/**
 * The test environment with the emulator behind a way that fails for the first `calls` calls to matching requests; everything else
 * goes through. `failed` counts the requests that did not get their answer.
 */
export function faultyStripe(
  fault: StripeFault,
  matches: (method: string, path: string) => boolean,
  calls = 1,
): { env: Env; failed: () => number } {
  const emulator = env.STRIPE_API;
  if (!emulator) throw new Error("the emulator is not bound");
  let left = calls * (fault === "429" ? 1 : REQUESTS_A_CALL);
  let failed = 0;
  const kept = new Set<string>();
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request<unknown, IncomingRequestCfProperties>(input, init as RequestInit<never>);
    const key = request.headers.get("Idempotency-Key") ?? "";
    if (kept.has(key)) {
      left = Math.max(0, left - 1);
      return outage({ "Idempotent-Replayed": "true" });
    }
    if (left === 0 || !matches(request.method, new URL(request.url).pathname)) return emulator.fetch(request);
    left -= 1;
    failed += 1;
    if (fault === "lost connection") throw new TypeError("Network connection lost.");
    if (fault === "429") return tooMany();
    if (fault === "timeout") await scheduler.wait(LONGER_THAN_THE_TIMEOUT_MS);
    if (fault === "lost answer") await (await emulator.fetch(request)).arrayBuffer();
    if (fault === "kept 500" && key !== "") kept.add(key);
    return outage({});
  };
  return { env: { ...env, STRIPE_API: { fetch } as unknown as Fetcher }, failed: () => failed };
}

function outage(headers: Record<string, string>): Response {
  const error = { type: "api_error", message: "An unexpected error occurred." };
  return Response.json({ error }, { status: 500, headers: { "Request-Id": "req_fault", ...headers } });
}

function tooMany(): Response {
  const error = {
    type: "invalid_request_error",
    code: "rate_limit",
    message: "Request rate limit exceeded.",
  };
  return Response.json({ error }, { status: 429, headers: { "Request-Id": "req_fault" } });
}
