import type { KeptAnswer } from "./account.store.ts";
import type { Call } from "./wire.call.ts";
import { canonicalForm } from "./wire.form.ts";
import { Refusal, invalid } from "./wire.refusal.ts";

const MAX_KEY_LENGTH = 255;

/** What must be the same for a request to be a repetition of another. */
export interface Fingerprint {
  key: string;
  endpoint: string;
  params: string;
}

/** The fingerprint of a POST with an idempotency key, else null. @throws Refusal for a key that is too long */
export function fingerprintOf(call: Call): Fingerprint | null {
  const key = call.idempotencyKey;
  if (key === null || key === "") return null;
  if (key.length > MAX_KEY_LENGTH) {
    throw invalid(
      `Idempotency key length is ${key.length} characters long, which is longer than the maximum: 255`,
    );
  }
  return { key, endpoint: call.path, params: canonicalForm(call.fields) };
}

/** @throws Refusal idempotency_error when the key was first used for something else */
export function requireSameRequest(kept: KeptAnswer, { key, endpoint, params }: Fingerprint): void {
  const remedy = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (kept.endpoint !== endpoint) {
    const problem =
      "Keys for idempotent requests can only be used for the same endpoint they were first used for " +
      `('${endpoint}' vs '${kept.endpoint}').`;
    throw new Refusal(400, { type: "idempotency_error", message: `${problem} ${remedy}` });
  }
  if (kept.params !== params) {
    const problem =
      "Keys for idempotent requests can only be used with the same parameters they were first used with.";
    throw new Refusal(400, { type: "idempotency_error", message: `${problem} ${remedy}` });
  }
}

/** 409 while the first request with this key is still running. */
export function keyInUse(key: string): Refusal {
  const message =
    `There is currently another in-progress request using this Idempotent Key: ${key} (that probably means you ` +
    `submitted twice, and the other request is still going through). Please try again later.`;
  return new Refusal(409, { type: "idempotency_error", code: "idempotency_key_in_use", message });
}

/** Keys of requests that hang in an emulated outage. Each ends by itself, even if its caller has gone. */
export class RunningKeys {
  readonly #until = new Map<string, number>();

  add(key: string, untilMs: number): void {
    this.#until.set(key, untilMs);
  }

  has(key: string): boolean {
    const until = this.#until.get(key);
    if (until !== undefined && until <= Date.now()) this.#until.delete(key);
    return this.#until.has(key);
  }
}
