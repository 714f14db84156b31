import type { KeptAnswer } from "./account.store.ts";
import type { Call } from "./wire.call.ts";
import { Refusal } from "./wire.refusal.ts";

/** What is to be sent, and what is to be done besides. */
export interface Reply {
  call: Call;
  status: number;
  body: string;
  headers: Record<string, string>;
  /** Deliveries to be pushed once the answer is on its way. */
  deliveries: number[];
  /** How long the answer is held back. */
  delayMs: number;
}

export function refusalReply(call: Call, refusal: Refusal): Reply {
  const body = JSON.stringify({ error: refusal.error });
  return { call, status: refusal.status, body, headers: {}, deliveries: [], delayMs: 0 };
}

/** The answer that was kept under the request's idempotency key. */
export function replay(call: Call, kept: KeptAnswer): Reply {
  const headers = { "Idempotent-Replayed": "true", "Original-Request": kept.request_id };
  return { call, status: kept.status, body: kept.body, headers, deliveries: [], delayMs: 0 };
}

/** 404 for a URL that is none of the API's. */
export function unrecognized(call: Call): never {
  throw new Refusal(404, {
    type: "invalid_request_error",
    message:
      `Unrecognized request URL (${call.method}: ${call.path}). If you are trying to list objects, remove the trailing ` +
      `slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your ` +
      `code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  });
}

/** The HTTP answer, with the headers that every one of Stripe's answers has. */
export function toResponse({ call, status, body, headers }: Reply): Response {
  return new Response(body, {
    status,
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "no-cache, no-store",
      "Request-Id": call.requestId,
      "Stripe-Version": call.apiVersion,
      ...(call.idempotencyKey === null ? {} : { "Idempotency-Key": call.idempotencyKey }),
      ...headers,
      ...CORS,
    },
  });
}

/** Browsers call the API with a publishable key from any origin. */
export const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Request-Id, Stripe-Version, Idempotent-Replayed, Original-Request",
};
