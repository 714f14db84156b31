import { beforeAll, describe, expect, it } from "vitest";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { api } from "../support/api.ts";
import { importRows, listProducts, walk } from "../support/catalog.ts";
import { unique } from "../support/shop.ts";

const SORTS = ["created_at", "-created_at", "price", "-price", "name", "-name"] as const;

describe("the pages of a list", () => {
  const category = unique("pages");
  const names = Array.from({ length: 25 }, (_, index) => `${category} ${index % 2 ? "b" : "A"}${index}`);

  beforeAll(async () => {
    // Two imports: times that differ, and many that are equal. Three prices among 25 products.
    const rows = names.map((name, index) => ({
      Handle: `${category}-${index}`,
      Title: name,
      Type: category,
      "Variant Price": `${10 + (index % 3)}.00`,
    }));
    await importRows(rows.slice(0, 11));
    await importRows(rows.slice(11));
  });

  it.each(SORTS)("sorted by %s show each product exactly once, in order", async (sort) => {
    const seen = await walk(`category=${category}&sort=${sort}&limit=4`);
    expect(seen.map((product) => product.name).sort()).toEqual([...names].sort());
    const keys = seen.map((product) => {
      if (sort.endsWith("price")) return product.price.amount;
      return sort.endsWith("name") ? product.name.toLowerCase() : product.created_at;
    });
    const ascending = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(keys).toEqual(sort.startsWith("-") ? ascending.reverse() : ascending);
  });

  it("are the same backwards as forwards", async () => {
    for (const key of ["created_at", "price", "name"]) {
      const ids = async (sort: string) =>
        (await walk(`category=${category}&sort=${sort}&limit=9`)).map((product) => product.id);
      expect((await ids(`-${key}`)).reverse()).toEqual(await ids(key));
    }
  });

  it("tell where the next one is in the body and in Link, and the last one does not", async () => {
    const first = await listProducts(`category=${category}&limit=20`);
    expect(first.status).toBe(200);
    expect(first.body.data).toHaveLength(20);
    expect(first.body.pagination).toEqual({
      limit: 20,
      next_cursor: expect.stringMatching(/^[\w-]+$/) as string,
      has_more: true,
    });
    const cursor = first.body.pagination.next_cursor;
    const link = /^<(.+)>; rel="next"$/.exec(first.headers.get("Link") ?? "")?.[1];
    const next = new URL(String(link), "http://shop.test");
    expect(next.pathname).toBe("/api/v1/products");
    expect(next.searchParams.get("cursor")).toBe(cursor);
    expect(next.searchParams.get("category")).toBe(category);

    const last = await listProducts(`category=${category}&limit=20&cursor=${cursor}`);
    expect(last.body.data).toHaveLength(5);
    expect(last.body.pagination).toEqual({ limit: 20, next_cursor: null, has_more: false });
    expect(last.headers.get("Link")).toBeNull();
  });

  it("end exactly when the products do", async () => {
    const all = await listProducts(`category=${category}&limit=25`);
    expect(all.body.data).toHaveLength(25);
    expect(all.body.pagination.has_more).toBe(false);
    expect((await listProducts(`category=${category}&limit=24`)).body.pagination.has_more).toBe(true);
  });

  it("hold 20 products, the newest first, when nothing else is asked for", async () => {
    const plain = await listProducts(`category=${category}`);
    const asked = await listProducts(`category=${category}&limit=20&sort=-created_at`);
    expect(plain.body.data).toHaveLength(20);
    expect(plain.body).toEqual(asked.body);
  });

  it("follow each other by name even when the names are as long as an import takes", async () => {
    const shelf = unique("long");
    const long = ["a", "b", "c"].map((last) => "急".repeat(254) + last);
    await importRows(
      long.map((name, index) => ({
        Handle: `${shelf}-${index}`,
        Title: name,
        Type: shelf,
        "Variant Price": "1.00",
      })),
    );
    const seen = await walk(`category=${shelf}&sort=name&limit=1`);
    expect(seen.map((product) => product.name)).toEqual(long);
  });

  it("link with what this list was asked for, not with what somebody else added to the same question", async () => {
    forgetIsolateMemory();
    const noisy = await listProducts(`utm_source=mail&category=${category}&limit=3`);
    const plain = await listProducts(`category=${category}&limit=3`);
    expect(plain.body).toEqual(noisy.body);
    expect(plain.headers.get("Link")).toContain(`category=${category}`);
    expect(plain.headers.get("Link")).not.toContain("utm_source");
  });
});

describe("filters of a list", () => {
  const parent = unique("garden");
  const child = `${parent}-pots`;

  beforeAll(async () => {
    const row = (name: string, price: string, stock: string, more: Record<string, string> = {}) => ({
      Handle: `${parent}-${name}`,
      Title: name,
      "Product Category": `${parent} > Pots`,
      "Variant Inventory Qty": stock,
      "Variant Inventory Policy": "deny",
      "Variant Price": price,
      ...more,
    });
    await importRows([
      row("plenty", "10.00", "50"),
      row("few", "20.00", "5"),
      row("none", "30.00", "0"),
      row("backorder", "40.00", "0", { "Variant Inventory Policy": "continue" }),
      row("rake", "20.00", "50", { "Product Category": parent }),
      row("elsewhere", "20.00", "50", { "Product Category": unique("kitchen") }),
      row("draft", "20.00", "50", { Status: "draft" }),
    ]);
  });

  const names = async (query: string) => (await walk(`sort=price&${query}`)).map(({ name }) => name).sort();

  it("take a category with all below it, and each below it alone", async () => {
    expect(await names(`category=${parent}`)).toEqual(["backorder", "few", "none", "plenty", "rake"]);
    expect(await names(`category=${child}`)).toEqual(["backorder", "few", "none", "plenty"]);
    expect(await names(`category=${unique("no-such")}`)).toEqual([]);
  });

  it("take prices from and to, both included, in minor units", async () => {
    expect(await names(`category=${parent}&min_price=2000`)).toEqual(["backorder", "few", "none", "rake"]);
    expect(await names(`category=${parent}&max_price=2000`)).toEqual(["few", "plenty", "rake"]);
    expect(await names(`category=${parent}&min_price=1001&max_price=1999`)).toEqual([]);
    expect(await names(`category=${parent}&min_price=3000&max_price=3000`)).toEqual(["none"]);
    expect(await names(`category=${parent}&min_price=3000&max_price=1000`)).toEqual([]);
  });

  it("take one or more classes of availability", async () => {
    expect(await names(`category=${parent}&availability=in_stock`)).toEqual(["backorder", "plenty", "rake"]);
    expect(await names(`category=${parent}&availability=low_stock`)).toEqual(["few"]);
    expect(await names(`category=${parent}&availability=out_of_stock,low_stock`)).toEqual(["few", "none"]);
  });

  it("narrow each other down, over pages too", async () => {
    const query = `category=${child}&min_price=1000&max_price=3000&availability=in_stock,low_stock&limit=1`;
    expect(await names(query)).toEqual(["few", "plenty"]);
    expect(await names(`${query}&currency=EUR`)).toEqual([]);
  });

  it("never show a draft", async () => {
    const everything = await walk(`category=${parent}&limit=100`);
    expect(everything.map(({ name }) => name)).not.toContain("draft");
  });
});

describe("a list that cannot be answered", () => {
  it.each([
    ...["limit=0", "limit=101", "limit=-2", "limit=abc", "limit=1.5", "limit="].map((q) => [q, "limit"]),
    ...["cursor=abc", "cursor=%00", `cursor=${"x".repeat(3_000)}`].map((q) => [q, "cursor"]),
    ...["sort=weight", "sort=--price", "sort="].map((q) => [q, "sort"]),
    ...["min_price=-1", "min_price=1.5", "min_price=abc"].map((q) => [q, "min_price"]),
    ...["max_price=1e999", "max_price=-0.5"].map((q) => [q, "max_price"]),
    ...["availability=maybe", "availability=", "availability=in_stock,"].map((q) => [q, "availability"]),
    ...["currency=usd", "currency=DOLLAR"].map((q) => [q, "currency"]),
    [`category=${"x".repeat(256)}`, "category"],
  ])("?%s is 422 with a pointer", async (query, member) => {
    const answer = await api("GET", `/api/v1/products?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    const { code, errors } = answer.body as { code: string; errors: { pointer: string }[] };
    expect(code).toBe("request.invalid");
    expect(errors[0]?.pointer).toMatch(new RegExp(`^#/query/${member}(/|$)`));
  });

  it("because the cursor is of another sort is 422 with a pointer", async () => {
    const category = unique("cursor");
    await importRows(
      ["a", "b"].map((name) => ({
        Handle: `${category}-${name}`,
        Title: name,
        Type: category,
        "Variant Price": "1.00",
      })),
    );
    const first = await listProducts(`category=${category}&limit=1&sort=price`);
    const cursor = first.body.pagination.next_cursor;
    expect(cursor).not.toBeNull();
    const other = await api(
      "GET",
      `/api/v1/products?category=${category}&limit=1&sort=name&cursor=${cursor}`,
    );
    expect(other).toMatchObject({
      status: 422,
      body: { code: "request.invalid", errors: [{ pointer: "#/query/cursor", code: "invalid_cursor" }] },
    });
  });

  it("because its currency is not sold is 422 and names those that are", async () => {
    for (const path of ["/api/v1/products?currency=GBP", "/api/v1/products/mug?currency=GBP"]) {
      expect(await api("GET", path)).toMatchObject({
        status: 422,
        body: {
          code: "pricing.currency_not_sold",
          currencies: ["USD", "EUR"],
          errors: [{ pointer: "#/query/currency" }],
        },
      });
    }
  });
});
