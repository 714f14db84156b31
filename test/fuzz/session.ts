import { randomOf } from "../support/random.ts";
import { Carts } from "./carts.ts";
import { Cast } from "./cast.ts";
import { Generator, takesCart } from "./generate.ts";
import { Known } from "./known.ts";
import { mutate } from "./mutate.ts";
import { type Contract, type Operation, operationsOf } from "./operations.ts";
import { codeOf, Oracle } from "./oracle.ts";
import { RunRecord } from "./record.ts";
import { curlOf, type FuzzRequest, targetOf } from "./request.ts";
import { jsonOf, type Seen, send } from "./send.ts";
import { shrink } from "./shrink.ts";
import type { World } from "./world.ts";

const CORPUS_OF_ONE = 5;
/** What the API logs as an error because somebody has to look at it, and what workerd says where there is no network. */
const EXPECTED_LINES = [/"message":"alert"/, /failed to lookup address/];
/** Requests that go on in maintenance, or with a flag that staff have set. */
const FLAG_LASTS = 20;

/** One run against a world: what it knows, who takes part, and what came of it. */
export class Session {
  readonly world: World;
  readonly operations: readonly Operation[];
  readonly record = new RunRecord();
  readonly cast: Cast;
  readonly known: Known;
  readonly #carts = new Carts();
  readonly #generator: Generator;
  readonly #oracle: Oracle;
  readonly #seed: number;
  /** Requests that succeeded, by operation: to start from. */
  readonly #corpus = new Map<string, FuzzRequest[]>();
  /** Flags that were set, and how long they may stay so. */
  readonly #flags = new Map<string, number>();
  #logged = 0;

  constructor(world: World, contract: Contract, seed: number) {
    this.world = world;
    this.#seed = seed;
    this.operations = operationsOf(contract);
    this.cast = new Cast(world);
    this.known = new Known(this.operations);
    this.#generator = new Generator(contract, this.known, this.cast, this.#carts);
    this.#oracle = new Oracle(contract, this.cast);
  }

  operation(id: string): Operation {
    const found = this.operations.find((operation) => operation.id === id);
    if (!found) throw new Error(`openapi.json has no operation ${id}`);
    return found;
  }

  newKey(): string {
    return this.#generator.newKey();
  }

  /** Makes the run's request number `index`, and judges its answer. */
  async step(operation: Operation, index: number): Promise<void> {
    const random = randomOf(this.#seed * 1_000_003 + index);
    const kept = this.#corpus.get(operation.id);
    const base =
      kept && random.chance(0.3)
        ? renewed(random.pick(kept), random.chance(0.8) ? () => this.newKey() : undefined)
        : this.#generator.valid(operation, random);
    const times = random.weighted({ 0: 30, 1: 40, 2: 20, 4: 10 });
    const request = mutate(base, Number(times), random, this.known);
    // Now and then twice at once, as an impatient client does.
    const twice = random.chance(0.04) ? [this.execute(request, index)] : [];
    await Promise.all([this.execute(request, index), ...twice]);
  }

  /** Sends a request, judges and learns from its answer. */
  async execute(request: FuzzRequest, index: number): Promise<Seen> {
    const seen = await this.#send(request);
    const problems = [...this.#oracle.check(request, seen), ...this.#newErrors()];
    this.record.count(request, seen);
    this.record.last = `#${index} ${request.method} ${targetOf(request).slice(0, 150)} as ${request.actor} [${request.mutations.join()}] ${seen.status} ${codeOf(seen)}`;
    this.#learn(request, seen);
    for (const problem of problems) await this.#report(request, problem, index);
    await this.#repair(request, seen);
    return seen;
  }

  #send(request: FuzzRequest): Promise<Seen> {
    return send(this.world.url, request, this.cast.headers(request.actor));
  }

  #learn(request: FuzzRequest, seen: Seen): void {
    if (seen.status >= 300 || seen.status === 0 || request.method !== request.operation.method) return;
    const { operation, params, rawPath } = request;
    if (rawPath === undefined) {
      this.known.learn(operation, params, jsonOf(seen), seen.headers.get("ETag") ?? undefined);
      this.#oracle.learnOwner(request, seen);
    }
    if (takesCart(operation)) {
      const token =
        seen.headers.get("X-Cart-Token") ?? request.headers.find(([name]) => name === "X-Cart-Token")?.[1];
      const owner = { actor: request.actor, ...(token === undefined ? {} : { token }) };
      if (operation.id === "placeOrder" || operation.id === "clearCart") this.#carts.forget(owner);
      else this.#carts.learn(owner, jsonOf(seen));
    }
    const kept = this.#corpus.get(operation.id) ?? [];
    kept.push(request);
    this.#corpus.set(operation.id, kept.slice(-CORPUS_OF_ONE));
  }

  /** Lines that the API has logged as errors since the last request. */
  #newErrors(): string[] {
    const lines = this.world.errors.slice(this.#logged);
    this.#logged = this.world.errors.length;
    const isOdd = (line: string) => !EXPECTED_LINES.some((expected) => expected.test(line));
    return [
      ...lines.filter(isOdd).map((line) => `logged: ${line.slice(0, 600)}`),
      ...lines.flatMap((line) => this.#oracle.secretsIn(line)).map(() => "logged a secret"),
    ];
  }

  async #report(request: FuzzRequest, problem: string, index: number): Promise<void> {
    const isNew = this.record.found(request, problem, index);
    if (!isNew || problem.startsWith("logged")) return;
    const kind = kindOf(problem);
    const least = await shrink(request, async (smaller) => {
      const again = await this.#send(smaller);
      return this.#oracle.check(smaller, again).some((other) => kindOf(other) === kind);
    });
    this.record.explain(request, problem, curlOf(this.world.url, least, this.cast.headers(least.actor)));
  }

  /** Undoes what would end the run: whoever lost their credentials gets new ones, and flags do not stay set. */
  async #repair(request: FuzzRequest, seen: Seen): Promise<void> {
    const { operation, actor, params } = request;
    const changesPeople = /\/(auth|users|customers)\b/.test(operation.path) && request.method !== "GET";
    if ((changesPeople && seen.status < 300) || (seen.status === 401 && operation.access.kind !== "public")) {
      if (!(await this.cast.isWell(actor))) await this.cast.renew(actor);
    }
    if (operation.id === "setFlag" && seen.status === 200 && params[0] !== undefined)
      this.#flags.set(params[0], FLAG_LASTS);
    for (const [name, left] of this.#flags) {
      if (left > 0) this.#flags.set(name, left - 1);
      else await this.resetFlag(name);
    }
  }

  /** Lets what is not set hold again. */
  async resetFlag(name: string): Promise<void> {
    this.#flags.delete(name);
    const headers = { Authorization: `Bearer ${this.world.apiKey}` };
    await fetch(`${this.world.url}/api/v1/ops/flags/${encodeURIComponent(name)}`, {
      method: "DELETE",
      headers,
    });
  }
}

/** The same request with a key of its own, so that it is not answered with what it was answered before. Without `newKey`, it may be. */
function renewed(request: FuzzRequest, newKey: (() => string) | undefined): FuzzRequest {
  if (!newKey) return request;
  const headers = request.headers.map(
    ([name, value]) => [name, name === "Idempotency-Key" ? newKey() : value] as const,
  );
  return { ...request, headers };
}

function kindOf(problem: string): string {
  return problem.replace(/[0-9a-f-]{8,}|\d+/g, "#").slice(0, 40);
}
