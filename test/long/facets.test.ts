import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Product } from "../../src/modules/catalog/catalog.schema.ts";
import type { Facets } from "../../src/modules/search/search.schema.ts";
import { type Answer, api } from "../support/api.ts";
import { importRows, type ProductPage, walk } from "../support/catalog.ts";
import { unique } from "../support/shop.ts";

type Page = ProductPage & { facets: Facets };

const COLORS = ["Red", "Blue", "Green"];
const GENDERS = ["female", "male"];
const TAGS = ["gift", "new", "sale"];
const SHELVES = ["pots", "pots > small", "tools"];
const WORDS = ["fennel", "ginger", "saffron"];

const product = fc.record({
  words: fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1 }),
  colors: fc.uniqueArray(fc.constantFrom(...COLORS), { minLength: 1 }),
  gender: fc.option(fc.constantFrom(...GENDERS)),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  shelf: fc.constantFrom(...SHELVES),
  price: fc.integer({ min: 1, max: 4 }),
  stock: fc.constantFrom(0, 3, 50),
});
type Drawn = typeof product extends fc.Arbitrary<infer Value> ? Value : never;

const filter = fc.record({
  q: fc.option(fc.constantFrom(...WORDS, "fennel ginger", "fen")),
  colors: fc.uniqueArray(fc.constantFrom(...COLORS), { maxLength: 2 }),
  gender: fc.option(fc.constantFrom(...GENDERS)),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
  shelf: fc.constantFrom("", "-pots", "-small"),
  min: fc.option(fc.integer({ min: 1, max: 4 })),
  max: fc.option(fc.integer({ min: 1, max: 4 })),
  availability: fc.option(fc.constantFrom("in_stock", "low_stock,out_of_stock")),
  sort: fc.constantFrom("relevance", "created_at", "-created_at", "price", "-price", "name", "-name"),
  limit: fc.integer({ min: 1, max: 5 }),
});
type DrawnFilter = typeof filter extends fc.Arbitrary<infer Value> ? Value : never;

/** The rows of a product with a variant for each color, all under one root category of its own. */
function rowsOf(root: string, index: number, drawn: Drawn): Record<string, string>[] {
  const handle = `${root}-${index}`;
  const common = {
    Handle: handle,
    "Variant Price": `${drawn.price}.00`,
    "Variant Inventory Qty": String(drawn.stock),
    "Option1 Name": "Color",
  };
  return drawn.colors.map((color, position) => ({
    ...common,
    "Option1 Value": color,
    "Variant SKU": `${handle}-${color}`,
    ...(position > 0
      ? {}
      : {
          Title: `${drawn.words.join(" ")} no ${index}`,
          Tags: drawn.tags.join(", "),
          "Product Category": `${root} > ${drawn.shelf}`,
          "Google Shopping / Gender": drawn.gender ?? "",
        }),
  }));
}

function queryOf(root: string, drawn: DrawnFilter): URLSearchParams {
  const query = new URLSearchParams({ sort: drawn.sort });
  const shelf = { "": root, "-pots": `${root}-pots`, "-small": `${root}-pots-small` }[drawn.shelf] ?? root;
  query.set("category", shelf);
  if (drawn.q !== null) query.set("q", drawn.q);
  for (const color of drawn.colors) query.append("options[Color]", color);
  if (drawn.gender !== null) query.set("attributes[gender]", drawn.gender);
  for (const tag of drawn.tags) query.append("tag", tag);
  if (drawn.min !== null) query.set("min_price", String(drawn.min * 100));
  if (drawn.max !== null) query.set("max_price", String(drawn.max * 100));
  if (drawn.availability !== null) query.set("availability", drawn.availability);
  return query;
}

/** What the filters mean, said once more without SQL. */
function holds(item: Product, root: string, drawn: DrawnFilter): boolean {
  const words = item.name.split(" ");
  const found = (drawn.q ?? "").split(" ").every((part) => words.some((word) => word.startsWith(part)));
  const color = item.options.find((option) => option.name === "Color")?.values ?? [];
  const under = `${root}${drawn.shelf === "-small" ? "-pots-small" : drawn.shelf}`;
  const inShelf = item.categories.some(({ slug }) => slug === under || slug.startsWith(`${under}-`));
  return (
    found &&
    inShelf &&
    (drawn.colors.length === 0 || drawn.colors.some((one) => color.includes(one))) &&
    (drawn.gender === null || item.attributes["gender"] === drawn.gender) &&
    drawn.tags.every((tag) => item.tags.includes(tag)) &&
    (drawn.min === null || item.price.amount >= drawn.min * 100) &&
    (drawn.max === null || item.price.amount <= drawn.max * 100) &&
    (drawn.availability === null || drawn.availability.split(",").includes(item.availability))
  );
}

function tally(values: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(values, (value) => value)].map(([value, group]) => [value, group.length]),
  );
}

const counts = (list: readonly { value: string; count: number }[] = []) =>
  Object.fromEntries(list.map(({ value, count }) => [value, count]));

const list = (query: URLSearchParams): Promise<Answer<Page>> =>
  api("GET", `/api/v1/products?${query.toString()}`);

describe("for random catalogs and filters", () => {
  it("lists are what the filters say and facets what brute force counts; pages are the whole list in order, whatever is written meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(product, { minLength: 4, maxLength: 14 }),
        fc.array(filter, { minLength: 6, maxLength: 6 }),
        fc.array(product, { minLength: 6, maxLength: 6 }),
        async (drawn, filters, writes) => {
          const root = unique("random");
          await importRows(drawn.flatMap((one, index) => rowsOf(root, index, one)));
          for (const [index, one] of filters.entries()) {
            await checkList(root, one, () => disturb(root, index, drawn.length + index, writes));
          }
        },
      ),
      { numRuns: 10 },
    );
  }, 120_000);

  /** Changes one product and adds another. */
  async function disturb(
    root: string,
    changed: number,
    added: number,
    writes: readonly Drawn[],
  ): Promise<void> {
    const [one, two] = [writes[changed % writes.length], writes[added % writes.length]];
    if (!one || !two) throw new Error("no write was drawn");
    await importRows([...rowsOf(root, changed % 4, one), ...rowsOf(root, added, two)]);
  }

  async function checkList(root: string, one: DrawnFilter, write: () => Promise<void>): Promise<void> {
    const all = await walk(`category=${root}&limit=100`);
    const query = queryOf(root, one);
    query.set("limit", "100");
    query.set("facets", "true");
    const whole = (await list(query)).body;
    const expected = all.filter((item) => holds(item, root, one));
    expect(whole.data.map((item) => item.id).sort()).toEqual(expected.map((item) => item.id).sort());
    checkFacets(whole.facets, expected);

    query.set("limit", String(one.limit));
    const first = (await list(query)).body;
    await write();
    const paged = [...first.data, ...(await rest(query, first.pagination.next_cursor))];
    const versions = new Map(
      (await walk(`category=${root}&limit=100`)).map((item) => [item.id, item.version]),
    );
    const untouched = (items: readonly Product[]) =>
      items.filter((item) => all.some(({ id, version }) => id === item.id && versions.get(id) === version));
    expect(untouched(paged).map((item) => item.slug)).toEqual(untouched(whole.data).map((item) => item.slug));
  }

  async function rest(query: URLSearchParams, start: string | null): Promise<Product[]> {
    const items: Product[] = [];
    for (let cursor = start; cursor !== null;) {
      query.set("cursor", cursor);
      const page = (await list(query)).body;
      items.push(...page.data);
      cursor = page.pagination.next_cursor;
    }
    return items;
  }

  function checkFacets(facets: Facets, expected: readonly Product[]): void {
    expect(facets).toMatchObject({ complete: true, counted: expected.length });
    expect(counts(facets.tags)).toEqual(tally(expected.flatMap((item) => item.tags)));
    expect(counts(facets.availability)).toEqual(tally(expected.map((item) => item.availability)));
    const color = facets.options.find(({ name }) => name === "Color")?.values;
    expect(counts(color)).toEqual(tally(expected.flatMap((item) => item.options[0]?.values ?? [])));
    const gender = facets.attributes.find(({ name }) => name === "gender")?.values;
    expect(counts(gender)).toEqual(tally(expected.flatMap((item) => item.attributes["gender"] ?? [])));
    const prices = expected.map((item) => item.price.amount);
    expect(facets.price).toEqual(
      prices.length === 0
        ? null
        : {
            min: { amount: Math.min(...prices), currency: "USD" },
            max: { amount: Math.max(...prices), currency: "USD" },
          },
    );
  }
});
