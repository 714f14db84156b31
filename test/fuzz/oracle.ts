import { SECRETS } from "../../scripts/runtime/workers.ts";
import { answerChecker } from "../support/contract/answers.ts";
import type { Cast } from "./cast.ts";
import type { Contract } from "./operations.ts";
import { type FuzzRequest, targetOf } from "./request.ts";
import { jsonOf, type Seen } from "./send.ts";

/** No answer may take longer. */
export const SLOWEST_MS = 10_000;

/** Why the API may answer 503 here, by the problem's code. */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  "payment.unavailable": "the emulator plays a Stripe that does not answer",
  "service.maintenance": "the run has set the flag",
};

/** What the runtime itself answers to what it does not take for a request. */
const REFUSED_BEFORE = new Set([400, 408, 413, 414, 431, 501, 505]);

const SECRET_TEXTS = Object.entries(SECRETS)
  .filter(([name]) => !name.includes("PUBLISHABLE"))
  .map(([, secret]) => secret);

/** Judges answers: what is wrong with one, in words, and nothing when all is right. */
export class Oracle {
  readonly #checker: ReturnType<typeof answerChecker>;
  readonly #cast: Cast;
  readonly #owners = new Map<string, string>();

  constructor(contract: Contract, cast: Cast) {
    this.#checker = answerChecker(contract);
    this.#cast = cast;
  }

  check(request: FuzzRequest, seen: Seen): string[] {
    if (seen.unsendable) return [];
    if (seen.status === 0) return [`no answer: ${seen.error}`];
    return [
      ...this.#checkStatus(seen),
      ...(seen.milliseconds > SLOWEST_MS ? [`slow: ${Math.round(seen.milliseconds)} ms`] : []),
      ...this.#checkSecrets(request, seen),
      ...this.#checkOwner(request, seen),
      ...this.#checkContract(request, seen),
    ];
  }

  /** Notes who made what an answer shows, so that nobody else may see it. */
  learnOwner({ actor, method, operation: { path } }: FuzzRequest, seen: Seen): void {
    const isOwn = path.startsWith("/api/v1/customers/me") || path === "/api/v1/orders";
    if (method !== "POST" || seen.status !== 201 || !isOwn) return;
    const body = jsonOf(seen);
    if (typeof body !== "object" || body === null || !("id" in body)) return;
    this.#owners.set(String(body.id), this.#cast.account(actor)?.id ?? actor);
  }

  #checkStatus(seen: Seen): string[] {
    if (seen.status < 500) return [];
    const code = codeOf(seen);
    if (seen.status === 503 && code in UNAVAILABLE) return [];
    return [`${seen.status} ${code} ${seen.body.slice(0, 300)}`];
  }

  /** The secrets of the deployment and of the cast that a text shows. */
  secretsIn(text: string): string[] {
    return [...SECRET_TEXTS, ...this.#cast.secrets].filter((secret) => text.includes(secret));
  }

  #checkSecrets(request: FuzzRequest, seen: Seen): string[] {
    const shown = this.secretsIn(seen.body);
    const isMetrics = request.headers.some(([, value]) => shown.includes(value));
    return shown.length > 0 && !isMetrics ? [`the answer shows a secret: ${shown[0]?.slice(0, 6)}…`] : [];
  }

  #checkOwner(request: FuzzRequest, seen: Seen): string[] {
    const { actor, headers } = request;
    const isShopper = actor === "guest" || actor === "customer" || actor === "neighbour";
    if (!isShopper || seen.status >= 300 || headers.some(([name]) => name === "X-Order-Token")) return [];
    const self = this.#cast.account(actor)?.id ?? actor;
    const path = targetOf(request).split("?")[0] ?? "";
    const gotAt = path
      .split("/")
      .filter(
        (part) => (this.#owners.get(part) ?? self) !== self || (actor === "guest" && this.#owners.has(part)),
      );
    const sent = `${targetOf(request)} ${JSON.stringify(request.body ?? "")}`;
    // What a guest has ordered becomes the customer's who confirms the address.
    const shown = [...this.#owners]
      .filter(([id, owner]) => owner !== self && owner !== "guest" && seen.body.includes(id))
      .filter(([id]) => !sent.includes(id));
    return [
      ...gotAt.map((id) => `${actor} got at ${id}, which is somebody else's`),
      ...shown.map(([id]) => `${actor} was shown ${id}, which is somebody else's`),
    ];
  }

  #checkContract(request: FuzzRequest, seen: Seen): string[] {
    if (!seen.headers.has("X-Request-Id")) {
      // What the runtime refuses before the Worker sees it, and static files, are no answers of the API.
      const isApi = targetOf(request).startsWith("/api/") && !REFUSED_BEFORE.has(seen.status);
      return isApi ? [`${seen.status} without X-Request-Id`] : [];
    }
    const url = `http://shop${targetOf(request)}`;
    if (!URL.canParse(url)) return [];
    return this.#checker.check({
      method: request.method,
      url,
      status: seen.status,
      headers: seen.headers,
      body: seen.body,
    });
  }
}

/** The code of a problem; empty when the answer is none. */
export function codeOf(seen: Seen): string {
  const body = jsonOf(seen);
  return typeof body === "object" && body !== null && "code" in body ? String(body.code) : "";
}
