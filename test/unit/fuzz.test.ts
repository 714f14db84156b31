import { type Schema as CheckedSchema, Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arbitraries } from "../fuzz/arbitraries.ts";
import type { Cast } from "../fuzz/cast.ts";
import { operationsOf, readContract } from "../fuzz/operations.ts";
import { Oracle } from "../fuzz/oracle.ts";
import type { FuzzRequest } from "../fuzz/request.ts";
import type { Seen } from "../fuzz/send.ts";
import { shrink } from "../fuzz/shrink.ts";

const contract = readContract();
const operations = operationsOf(contract);

describe("what the fuzzer sends", () => {
  it("keeps to the contract before it is changed", () => {
    const arbitraries = new Arbitraries(contract, () => []);
    for (const { id, bodies } of operations) {
      for (const { type, schema } of bodies.filter((body) => body.type === "application/json")) {
        const all = { ...schema, components: contract.components } as CheckedSchema;
        const validator = new Validator(all, "2020-12");
        for (const body of fc.sample(arbitraries.of(schema), { numRuns: 3, seed: 1 })) {
          const sent = JSON.parse(JSON.stringify(body)) as unknown;
          const { valid, errors } = validator.validate(sent);
          expect(
            valid,
            `${id} ${type} ${errors.at(-1)?.instanceLocation} ${errors.at(-1)?.error}: ${JSON.stringify(sent)}`,
          ).toBe(true);
        }
      }
    }
  });
});

describe("a finding", () => {
  it("is shown by the smallest request that still has it", async () => {
    const operation = operations.find(({ id }) => id === "createProduct");
    if (!operation) throw new Error("there is no such operation");
    const request: FuzzRequest = {
      operation,
      method: "POST",
      params: [],
      query: [["a", "b"]],
      headers: [
        ["X-Needed", "1"],
        ["X-Junk", "2"],
      ],
      actor: "staff",
      contentType: "application/json",
      body: {
        json: { name: "long enough to be cut", variants: [{ sku: "bad", price: 1 }, { sku: "good" }] },
      },
      mutations: [],
    };
    const least = await shrink(
      request,
      async (smaller) =>
        JSON.stringify(smaller.body ?? null).includes('"sku":"bad"') &&
        smaller.headers.some(([name]) => name === "X-Needed"),
    );
    expect(least).toEqual({
      ...request,
      query: [],
      headers: [["X-Needed", "1"]],
      actor: "guest",
      body: { json: { variants: [{ sku: "bad" }] } },
    });
  });
});

describe("the oracle", () => {
  const ID = "01900000-0000-7000-8000-00000000a001";
  const cast = { secrets: new Set<string>(), account: (actor: string) => ({ id: `id of ${actor}` }) };
  const seen = (status: number, body: unknown, headers: Record<string, string> = {}): Seen => {
    const all = new Headers({ "Content-Type": "application/json", ...headers });
    return { status, headers: all, body: JSON.stringify(body), milliseconds: 1 };
  };
  const request = (id: string, actor: FuzzRequest["actor"]): FuzzRequest => {
    const operation = operations.find((one) => one.id === id);
    if (!operation) throw new Error(`there is no operation ${id}`);
    const method = operation.method;
    return { operation, method, params: [], query: [], headers: [], actor, mutations: [] };
  };

  it("notices an answer that shows what somebody else has made, and lets them see it themselves", () => {
    const oracle = new Oracle(contract, cast as unknown as Cast);
    oracle.learnOwner(request("addOwnAddress", "customer"), seen(201, { id: ID }));
    const list = seen(200, { data: [{ id: ID }] });
    const shown = `neighbour was shown ${ID}, which is somebody else's`;
    expect(oracle.check(request("listOwnAddresses", "neighbour"), list)).toContain(shown);
    expect(oracle.check(request("listOwnAddresses", "customer"), list)).not.toContain(shown);
  });

  it("does not take an answer of the API for one of the runtime", () => {
    const oracle = new Oracle(contract, cast as unknown as Cast);
    const listing = request("listProducts", "guest");
    expect(oracle.check(listing, seen(200, {}))).toEqual(["200 without X-Request-Id"]);
    expect(oracle.check(listing, seen(400, {}))).toEqual([]);
    expect(oracle.check(listing, seen(200, {}, { "X-Request-Id": "1" }))).not.toEqual([]);
  });
});
