import fc from "fast-check";
import type { Random } from "../support/random.ts";
import { Arbitraries } from "./arbitraries.ts";
import type { Carts } from "./carts.ts";
import { ACTORS, type ActorName, type Cast } from "./cast.ts";
import { exampleBody } from "./examples.ts";
import { fileOf } from "./files.ts";
import type { Known } from "./known.ts";
import type { Contract, Operation, Parameter } from "./operations.ts";
import type { Body, FuzzRequest } from "./request.ts";

type Pairs = (readonly [name: string, value: string])[];

/** Makes requests that keep to the contract and are about things that exist. */
export class Generator {
  readonly #arbitraries: Arbitraries;
  readonly #known: Known;
  readonly #cast: Cast;
  readonly #carts: Carts;
  #keys = 0;

  constructor(contract: Contract, known: Known, cast: Cast, carts: Carts) {
    this.#arbitraries = new Arbitraries(contract, (name) => known.values(name));
    this.#known = known;
    this.#cast = cast;
    this.#carts = carts;
  }

  /** A valid request. */
  valid(operation: Operation, random: Random): FuzzRequest {
    const cart = takesCart(operation) && random.chance(0.8) ? this.#carts.pick(random) : undefined;
    const params = this.#params(operation, random, cart?.lines ?? []);
    const token = params[0] === undefined ? undefined : this.#known.orderToken(params[0]);
    const asOwner = operation.access.kind === "capability" && token !== undefined && random.chance(0.4);
    const headers = this.#headers(operation, random, params);
    if (asOwner) headers.push(["X-Order-Token", token]);
    if (cart?.owner.token !== undefined) headers.push(["X-Cart-Token", cart.owner.token]);
    const body = this.#body(operation, random, params);
    return {
      operation,
      method: operation.method,
      params,
      query: this.#query(operation, random),
      headers,
      actor: asOwner ? "guest" : (cart?.owner.actor ?? this.#actor(operation, random)),
      ...body,
      mutations: [],
    };
  }

  /** A key that was not used before in this run. */
  newKey(): string {
    this.#keys += 1;
    return `fuzz-${this.#keys}-${Date.now().toString(36)}`;
  }

  #actor(operation: Operation, random: Random): ActorName {
    const able = this.#cast.mayDo(operation.access);
    return able.length > 0 && random.chance(0.9) ? random.pick(able) : random.pick(ACTORS);
  }

  #params({ path, parameters }: Operation, random: Random, lines: readonly string[]): string[] {
    const names = parameters.filter((parameter) => parameter.in === "path");
    if (names.length === 0) return [];
    if (path.includes("{line_id}") && lines.length > 0) return [random.pick(lines)];
    const found = this.#known.params(path).filter((params) => params.length === names.length);
    // Those that were found last are more likely to be still there.
    if (found.length > 0) return [...random.pick(random.chance(0.6) ? found.slice(-6) : found)];
    return names.map((parameter) => String(this.#sample(parameter, random)));
  }

  #query({ id, parameters }: Operation, random: Random): Pairs {
    return parameters
      .filter((parameter) => parameter.in === "query" && (parameter.required || random.chance(0.25)))
      .flatMap((parameter): Pairs => {
        const { name } = parameter;
        if (name === "cursor") {
          const cursors = this.#known.values(`cursor of ${id}`);
          return cursors.length > 0 ? [[name, String(random.pick(cursors))]] : [];
        }
        const value = this.#sample(parameter, random);
        if (typeof value !== "object" || value === null) return [[name, String(value)]];
        if (Array.isArray(value)) return [[name, value.join(",")]];
        return Object.entries(value).map(([key, item]) => [`${name}[${key}]`, String(item)] as const);
      });
  }

  #headers(operation: Operation, random: Random, params: readonly string[]): Pairs {
    const headers: Pairs = [];
    for (const parameter of operation.parameters.filter(({ in: place }) => place === "header")) {
      if (parameter.name === "Idempotency-Key" && (parameter.required || random.chance(0.3))) {
        headers.push([parameter.name, this.newKey()]);
      }
      const etag = this.#known.etag(params.at(-1) ?? "") ?? this.#known.etag(params[0] ?? "");
      const isNeeded = operation.statuses.has(428);
      if (parameter.name === "If-Match" && etag !== undefined && (isNeeded || random.chance(0.4))) {
        headers.push([parameter.name, etag]);
      }
      if (parameter.name === "Accept-Language")
        headers.push([parameter.name, random.pick(["de", "en", "fr;q=0.5"])]);
    }
    return headers;
  }

  #body(
    operation: Operation,
    random: Random,
    params: readonly string[],
  ): { body?: Body; contentType?: string } {
    if (operation.bodies.length === 0) return {};
    const { type, schema, example } = random.pick(operation.bodies);
    if (!type.includes("json") || type.includes("ndjson")) {
      return { body: fileOf(type, example, random), contentType: type };
    }
    const json =
      example !== undefined && random.chance(0.6)
        ? exampleBody(example, { random, known: this.#known, params })
        : sampleOf(this.#arbitraries.of(schema), random);
    return { body: { json }, contentType: type };
  }

  #sample({ schema, name }: Parameter, random: Random): unknown {
    return sampleOf(this.#arbitraries.of(schema, name), random);
  }
}

/** The cart's own operations, and the order that is made of it. */
export function takesCart({ path, method }: Operation): boolean {
  return path.startsWith("/api/v1/cart") || (path === "/api/v1/orders" && method === "POST");
}

function sampleOf(arbitrary: fc.Arbitrary<unknown>, random: Random): unknown {
  return fc.sample(arbitrary, { numRuns: 1, seed: random.int(0, 2 ** 31 - 1) })[0];
}
