import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type RowOrBeside, splitBeside } from "../../src/modules/search/beside.ts";
import {
  bestMatchesStmt,
  otherMatchesStmt,
  type RankedRow,
} from "../../src/modules/search/relevance.repo.ts";
import type { Selection } from "../../src/modules/search/selection.repo.ts";
import { type SortedRow, sortedPageStmt } from "../../src/modules/search/sorted-page.repo.ts";
import { prepareStatement, type Statement } from "../../src/platform/db.ts";
import { api } from "../support/api.ts";
import { importRows, type ProductPage } from "../support/catalog.ts";
import { unique, uniqueWord } from "../support/shop.ts";

async function rowsOf<Row>(statement: Statement): Promise<Row[]> {
  return (await prepareStatement(env.SEARCH_DB, statement).all<Row>()).results;
}

describe("a selection that is too large to be examined as a whole", () => {
  const shelf = unique("large");
  const everything: Selection = {
    currency: "USD",
    facets: [{ kind: "category", name: "", values: [shelf] }],
  };

  beforeAll(async () => {
    await importRows(
      Array.from({ length: 30 }, (_, index) => ({
        Handle: `${shelf}-${index}`,
        Title: index < 3 ? `Quorbit ${index}` : `Thing ${index}`,
        "Body (HTML)": "quorbit",
        "Product Category": shelf,
        Tags: index % 2 ? "odd" : "even",
        "Variant Price": `${1 + (index % 4)}.00`,
      })),
    );
  });

  it.each(["created_at", "price", "name"] as const)(
    "sorted by %s has the same pages as a small one",
    async (by) => {
      const odd = { kind: "tag" as const, name: "", values: ["odd", "strange"] };
      const selections: Selection[] = [
        everything,
        { ...everything, facets: [...everything.facets, odd] },
        { ...everything, minPrice: 200, maxPrice: 300 },
        { ...everything, availability: ["in_stock", "out_of_stock"] },
        { ...everything, match: '"quorbit"' },
      ];
      for (const selection of selections) {
        for (const descending of [true, false]) {
          const page = (after: SortedRow | undefined, examined: number) =>
            rowsOf<SortedRow>(
              sortedPageStmt(
                {
                  selection,
                  sorting: { by, descending },
                  after: after && { value: after.sort_value, id: after.product_id },
                  limit: 4,
                },
                examined,
              ),
            );
          const first = await page(undefined, 1_000);
          expect(first).toHaveLength(5);
          expect(await page(undefined, 3)).toEqual(first);
          expect(await page(first[3], 3)).toEqual(await page(first[3], 1_000));
        }
      }
    },
  );

  it("ranks what has the word in its name first, however old, and lists all others once, newest first", async () => {
    const matching = { ...everything, match: '"quorbit"' };
    const bounds = { scored: 6, ranked: 8 };
    const first = await rowsOf<RowOrBeside<RankedRow>>(bestMatchesStmt(matching, 3, false, bounds));
    const { rows, beside } = splitBeside(first);
    const names = rows.map(({ document }) => (JSON.parse(document) as { name: string }).name);
    expect(names.slice(0, 3).sort()).toEqual(["Quorbit 0", "Quorbit 1", "Quorbit 2"]);
    expect(names).toHaveLength(4);

    const ranked = beside.ranked ?? [];
    // The three that have it in their names, and the newest: some may be both.
    expect(ranked.length).toBeGreaterThanOrEqual(6);
    expect(ranked.length).toBeLessThanOrEqual(8);
    expect(ranked.slice(0, 4)).toEqual(rows.map((row) => row.number));
    const others: number[] = [];
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const page = await rowsOf<RankedRow>(otherMatchesStmt(matching, ranked, before, 4));
      others.push(...page.slice(0, 4).map((row) => row.number));
      if (page.length <= 4) break;
      before = others.at(-1) ?? 0;
    }
    expect(others).toEqual([...others].sort((a, b) => b - a));
    expect(new Set([...ranked, ...others]).size).toBe(30);
    expect(ranked.length + others.length).toBe(30);
  });
});

describe("more products than are ranked and counted", () => {
  const shelf = uniqueWord("many");
  const word = `${shelf}gizmo`;
  const search = (query: string) =>
    api<ProductPage & { facets: { price: object | null; complete: boolean } }>("GET", `/api/v1/${query}`);

  beforeAll(async () => {
    const row = (index: number) => ({
      Handle: `${shelf}-${String(index).padStart(3, "0")}`,
      "Product Category": shelf,
      "Variant Price": `${100 + index}.00`,
    });
    // The oldest have the word in a tag, then come those with it in the description; the newest are named so.
    await importRows([
      ...Array.from({ length: 30 }, (_, index) => ({ ...row(index), Title: `Thing ${index}`, Tags: word })),
      ...Array.from({ length: 150 }, (_, index) => ({
        ...row(30 + index),
        Title: `Thing ${index}`,
        "Body (HTML)": word,
      })),
      ...Array.from({ length: 80 }, (_, index) => ({ ...row(180 + index), Title: `${word} ${index}` })),
    ]);
  });

  it.each([100, 99, 37])(
    "all come once, in pages of %i, by name, then label, then description",
    async (limit) => {
      const found: number[] = [];
      let path = `search?q=${word}&limit=${limit}`;
      for (;;) {
        const page = await search(path);
        found.push(...page.body.data.map(({ slug }) => Number(slug.slice(-3))));
        if (page.body.pagination.next_cursor === null) break;
        path = `search?q=${word}&limit=${limit}&cursor=${page.body.pagination.next_cursor}`;
      }
      expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: 260 }, (_, index) => index));
      expect(found.slice(0, 80).every((index) => index >= 180)).toBe(true);
      expect(found.slice(80, 101).every((index) => index < 30)).toBe(true);
    },
  );

  it("tell their prices where all of them are known, never those of a sample", async () => {
    const all = { min: { amount: 10_000 }, max: { amount: 35_900 } };
    const narrowed = await search(`products?facets=true&min_price=1&max_price=10000000`);
    expect(narrowed.body.facets.complete).toBe(false);
    const { min, max } = narrowed.body.facets.price as { min: { amount: number }; max: { amount: number } };
    expect(min.amount).toBeLessThanOrEqual(all.min.amount);
    expect(max.amount).toBeGreaterThanOrEqual(all.max.amount);
    const sampled = await search(`products?facets=true&category=${shelf}`);
    expect(sampled.body.facets).toMatchObject({ complete: false, price: null });
    const few = await search(`products?facets=true&category=${shelf}&min_price=34000`);
    expect(few.body.facets).toMatchObject({
      complete: true,
      price: { min: { amount: 34_000 }, max: all.max },
    });
  });
});
