import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../src/platform/errors.ts";
import {
  decodeCursor,
  encodeCursor,
  limitQuery,
  nextPageLink,
  pageOf,
  type Position,
} from "../../src/platform/pagination.ts";

const position: fc.Arbitrary<Position> = fc.record({
  sort: fc.constantFrom("price", "-price", "name", "-created_at"),
  value: fc.oneof(fc.string({ unit: "binary" }), fc.integer()),
  id: fc.uuid(),
});

function refusalOf(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a cursor", () => {
  it("comes back as the position that it was made from, whatever text it holds", () => {
    fc.assert(
      fc.property(position, (at) => {
        const cursor = encodeCursor(at);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor, at.sort)).toEqual(at);
      }),
    );
  });

  it("is refused with a pointer in a list of another sort", () => {
    fc.assert(
      fc.property(position, fc.constantFrom("price", "-price", "name", "", "PRICE"), (at, sort) => {
        fc.pre(sort !== at.sort);
        const refusal = refusalOf(() => decodeCursor(encodeCursor(at), sort));
        expect(refusal).toMatchObject({ status: 422, code: "request.invalid" });
        expect(refusal.errors).toMatchObject([{ pointer: "#/query/cursor", code: "invalid_cursor" }]);
      }),
    );
  });

  it.each([
    "",
    "!!!",
    "null",
    "abc",
    btoa("null"),
    btoa("{}"),
    btoa("[]"),
    btoa('["price"]'),
    btoa('["price",null,"id"]'),
    btoa('["price",1,2]'),
    btoa('["price",[1],"id"]'),
    btoa('["price",1,"id","more"]'),
    btoa('{"sort":"price","value":1,"id":"x"}'),
    btoa('["price",1,"id"'),
  ])("is refused when it is no cursor of ours: %j", (cursor) => {
    expect(refusalOf(() => decodeCursor(cursor, "price")).code).toBe("request.invalid");
  });

  it("that was cut or tampered with is refused or a position of the same sort, never an error of another kind", () => {
    fc.assert(
      fc.property(position, fc.nat(), fc.string({ maxLength: 3 }), (at, where, put) => {
        const cursor = encodeCursor(at);
        const cut = where % cursor.length;
        const tampered = cursor.slice(0, cut) + put + cursor.slice(cut + 1);
        try {
          expect(decodeCursor(tampered, at.sort)?.sort).toBe(at.sort);
        } catch (error) {
          expect(error).toMatchObject({ code: "request.invalid" });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is not needed for the first page", () => {
    expect(decodeCursor(undefined, "price")).toBeUndefined();
  });
});

describe("a page", () => {
  const positionOf = (row: number): Position => ({ sort: "n", value: row, id: String(row) });

  it("leads to the next until every row was seen once", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, index) => index);
        const seen: number[] = [];
        let cursor: string | null | undefined;
        do {
          const after = cursor == null ? -1 : Number(decodeCursor(cursor, "n")?.value);
          const fetched = all.filter((row) => row > after).slice(0, limit + 1);
          const page = pageOf(fetched, limit, positionOf);
          expect(page.rows.length).toBeLessThanOrEqual(limit);
          expect(page.pagination.has_more).toBe(page.pagination.next_cursor !== null);
          seen.push(...page.rows);
          cursor = page.pagination.next_cursor;
        } while (cursor !== null);
        expect(seen).toEqual(all);
      }),
    );
  });

  it("links to the next page with the query that it was asked with, and the last page to none", () => {
    const url = "https://shop.test/api/v1/products?sort=price&cursor=old";
    const link = nextPageLink(url, { limit: 1, next_cursor: "new", has_more: true });
    expect(link).toEqual({ Link: '</api/v1/products?sort=price&cursor=new>; rel="next"' });
    expect(nextPageLink(url, { limit: 1, next_cursor: null, has_more: false })).toEqual({});
  });

  it("holds 1 to 100 items, 20 unless asked otherwise", () => {
    expect(limitQuery.parse(undefined)).toBe(20);
    expect(limitQuery.parse("1")).toBe(1);
    expect(limitQuery.parse("100")).toBe(100);
    for (const wrong of ["0", "101", "-2", "1.5", "abc", "", "NaN", "Infinity"]) {
      expect(limitQuery.safeParse(wrong).success).toBe(false);
    }
  });
});
