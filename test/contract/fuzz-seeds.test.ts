import { describe, expect, it } from "vitest";
import text from "../../openapi.json?raw";
import { asStaff } from "../support/api.ts";
import { answerChecker } from "../support/contract/answers.ts";
import { visit } from "../support/visit.ts";

// What `npm run fuzz` has found, each as the smallest request that showed it.

const document: unknown = JSON.parse(text);
const checker = answerChecker(document);

interface Seed {
  method: string;
  path: string;
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends it as staff. Returns what in the answer is not as the contract says. */
async function offContract({ method, path, status, headers = {}, body }: Seed): Promise<string[]> {
  const url = `http://shop.test${path}`;
  const answer = await visit(url, {
    method,
    headers: { ...(await asStaff()), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  expect(answer.status).toBe(status);
  return checker.check({ method, url, status, headers: answer.headers, body: await answer.text() });
}

const JSON_TYPE = { "Content-Type": "application/json" };

describe("answers that the contract did not know", () => {
  it.each<[string, Seed]>([
    [
      "a body of 300 KB where none is asked for",
      {
        method: "DELETE",
        path: "/api/v1/categories/01900000-0000-7000-8000-00000000dead",
        status: 413,
        headers: JSON_TYPE,
        body: "0".repeat(300 * 1024),
      },
    ],
    ["a report as CSV", { method: "GET", path: "/api/v1/analytics/products?format=csv", status: 200 }],
    [
      "the page for a link to unsubscribe that is not genuine",
      { method: "GET", path: "/api/v1/notifications/unsubscribe?token=x", status: 422 },
    ],
    [
      "the same, after its button",
      {
        method: "POST",
        path: "/api/v1/notifications/unsubscribe?token=x",
        status: 422,
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: "List-Unsubscribe=One-Click",
      },
    ],
    [
      "the same, for a program",
      {
        method: "POST",
        path: "/api/v1/notifications/unsubscribe",
        status: 422,
        headers: JSON_TYPE,
        body: '{"token":"x"}',
      },
    ],
  ])("%s", async (_, seed) => {
    expect(await offContract(seed)).toEqual([]);
  });
});

/** Every pattern of the document. */
function patternsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "pattern" && typeof item === "string" ? [item] : patternsIn(item),
  );
}

it("a pattern of the contract is an expression that ends as it should, not one of JavaScript with its flags", () => {
  const patterns = patternsIn(document);
  expect(patterns.length).toBeGreaterThan(10);
  expect(patterns.filter((pattern) => /\$\/[a-z]+$/.test(pattern))).toEqual([]);
});
