import { type Schema as CheckedSchema, Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arbitraries } from "../fuzz/arbitraries.ts";
import { operationsOf, readContract } from "../fuzz/operations.ts";
import type { FuzzRequest } from "../fuzz/request.ts";
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
