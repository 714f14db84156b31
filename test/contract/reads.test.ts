import { beforeAll, describe, expect, it } from "vitest";
import { fillShop } from "../support/full-shop.ts";
import { keyOf, type Read, readAs, reads, urlOf } from "../support/reads.ts";

// What all reads have in common, walked over the OpenAPI document: a new one is in it by itself.

/** Reads of what is not there by itself: their own tests read them. */
const NEED_MORE = /\/(cart\/shipping-options|search\/suggest|auth\/session|tax-exemption)$/;

/** Whose subject may be missing, or is made by other means than the API: their own tests read them. */
const MAY_BE_EMPTY = new Set([
  "/api/v1/cart/saved",
  "/api/v1/inventory/checks",
  "/api/v1/jobs/{id}/errors",
  "/api/v1/ops/backups",
  "/api/v1/payments/reconciliation",
  "/api/v1/products/{id}/related",
]);

beforeAll(fillShop, 60_000);

describe.each(reads.filter(({ path }) => !NEED_MORE.test(path)))("GET $path", (read) => {
  it("answers with an ETag, and 304 without a body to whoever has it", async () => {
    const url = await urlOf(read);
    if (url === undefined && MAY_BE_EMPTY.has(read.path.replace(/\/\{\w+\}$/, ""))) return;
    if (url === undefined) throw new Error("nothing was made that it could read");
    const found = await readAs(read, url);
    expect(found.status, JSON.stringify(found.body)).toBe(200);
    const etag = found.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[\w.-]+"$/);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await readAs(read, url, { "If-None-Match": tag });
      // A few tell of the present moment: another answer has another tag.
      if (again.headers.get("ETag") === etag) expect([again.status, again.body]).toEqual([304, {}]);
    }
    expect((await readAs(read, url, { "If-None-Match": '"other"' })).status).toBe(200);
    expect((await readAs(read, url.replace("?", "/?"))).status).toBe(200);
  });
});

interface Page {
  data: Record<string, unknown>[];
  pagination: { limit: number; next_cursor: string | null; has_more: boolean };
}

async function page(read: Read, url: string): Promise<Page & { next: string | undefined }> {
  const { status, body, headers } = await readAs(read, url);
  expect(status, `${url}: ${JSON.stringify(body)}`).toBe(200);
  const next = /^<([^>]+)>; rel="next"$/.exec(headers.get("Link") ?? "")?.[1];
  return { ...(body as unknown as Page), next };
}

/** An answer without what tells of the present moment: a job that is due is due now. */
function lasting(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value: unknown) => (key === "next_run_at" ? null : value));
}

/** Values of query parameters that are none. */
function wrongValues({ parameters }: Read): string[][] {
  return parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap(({ name, schema = {} }) => {
      if (name === "limit") return ["0", "101", "-2", "1.5", "abc", ""].map((value) => [name, value]);
      const isAnyText = !schema.enum && schema.format === undefined && !["cursor", "sort"].includes(name);
      return isAnyText ? [] : [[name, "§"]];
    });
}

let paged = 0;
let compared = 0;

describe.each(reads.filter(({ path, isList }) => isList && !NEED_MORE.test(path)))(
  "the list $path",
  (read) => {
    it("has items that are as they are by themselves", async () => {
      const url = await urlOf(read);
      const one = reads.find(({ path }) => path.startsWith(`${read.path}/{`) && path.endsWith("}"));
      if (url === undefined || !one) return;
      const [item] = (await page(read, url)).data;
      if (!item) return;
      const key = keyOf(item, /\{(\w+)\}$/.exec(one.path)?.[1] ?? "");
      const single = await readAs(one, url.replace("?", `/${key}?`));
      expect([single.status, lasting(single.body)], url).toEqual([200, lasting(item)]);
      compared++;
    });

    it("goes from page to page by Link and by cursor, one after another", async () => {
      const url = await urlOf(read);
      if (url === undefined || !read.parameters.some(({ name }) => name === "limit")) return;
      const { data, pagination, next } = await page(read, `${url}&limit=1`);
      expect([data.length <= 1, pagination.limit]).toEqual([true, 1]);
      expect([pagination.has_more, next !== undefined]).toEqual(
        Array(2).fill(pagination.next_cursor !== null),
      );
      if (next === undefined) return;
      const second = await page(read, next);
      expect(second.data[0], next).not.toEqual(data[0]);
      const cursor = encodeURIComponent(pagination.next_cursor ?? "");
      const asked = await page(read, `${url}&limit=1&cursor=${cursor}`);
      expect(lasting(asked.data)).toEqual(lasting(second.data));
      paged++;
    });

    it.each(wrongValues(read))(
      "refuses ?%s=%s with 422 and says which parameter it was",
      async (name, value) => {
        const url = (await urlOf(read)) ?? `${read.path.replaceAll(/\{\w+\}/g, crypto.randomUUID())}?`;
        const answer = await readAs(read, `${url}&${name}=${encodeURIComponent(value ?? "")}`);
        expect(answer.status, JSON.stringify(answer.body)).toBe(422);
        const { errors } = answer.body as unknown as { errors: { pointer: string }[] };
        expect(errors.map(({ pointer }) => pointer)).toContain(`#/query/${name}`);
      },
    );
  },
);

it("walked over lists that have more than a page, and items that can be read by themselves", () => {
  expect(paged).toBeGreaterThan(25);
  expect(compared).toBeGreaterThan(25);
});
