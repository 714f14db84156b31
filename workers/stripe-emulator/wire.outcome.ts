import type { ErrorFields } from "./wire.refusal.ts";

/** What a request did: its changes are kept, also when it is answered with an error, as a declined card is. */
export interface Outcome {
  status: number;
  body: object;
  /** True when the caller is not to see this answer the first time. */
  isLost?: boolean;
}

export function ok(body: object): Outcome {
  return { status: 200, body };
}

/** 402 with Stripe's card error. */
export function declined(error: ErrorFields): Outcome {
  return { status: 402, body: { error } };
}
