import { beforeAll, describe, expect, it } from "vitest";
import { api } from "../support/api.ts";
import { importRows, listProducts, type ProductPage } from "../support/catalog.ts";
import { uniqueWord } from "../support/shop.ts";

interface Found extends ProductPage {
  query: { text: string; corrected?: string };
  facets?: Record<string, unknown>;
}

const search = (q: string, query = "") =>
  api<Found>("GET", `/api/v1/search?q=${encodeURIComponent(q)}${query}`);

const slugs = (answer: { body: ProductPage }) => answer.body.data.map((product) => product.slug);

/** A made-up word that no other test uses. */
const word = () => `${uniqueWord("")}zorp`;

describe("a search", () => {
  const maker = word();
  const row = (handle: string, title: string, more: Record<string, string> = {}) => ({
    Handle: `${maker}-${handle}`,
    Title: title,
    Vendor: maker,
    "Variant SKU": `${maker}-${handle}-01`.toUpperCase(),
    "Variant Price": "10.00",
    ...more,
  });

  beforeAll(async () => {
    await importRows([
      row("in-name", "Fennel Grater"),
      row("in-tag", "Steel Plane", { Tags: "fennel" }),
      row("in-text", "Paring Stone", { "Body (HTML)": "<p>For <b>fennel</b> &amp; ginger</p>" }),
      row("other", "Oak Spoon", { "Body (HTML)": "<p>Nothing green</p>" }),
      row("draft", "Fennel Draft", { Status: "draft" }),
    ]);
  });

  it("ranks a word in the name before one in a tag before one in the description", async () => {
    expect(slugs(await search(`${maker} fennel`))).toEqual([
      `${maker}-in-name`,
      `${maker}-in-tag`,
      `${maker}-in-text`,
    ]);
  });

  it("answers pages of products with facets on the first and what was searched for", async () => {
    const first = await search(`${maker} fennel`, "&limit=2");
    expect(first.body).toMatchObject({
      pagination: { limit: 2, has_more: true },
      facets: { counted: 3, complete: true },
      query: { text: `${maker} fennel` },
    });
    expect(first.headers.get("Cache-Control")).toContain("public");
    const link = /^<(.+)>; rel="next"$/.exec(first.headers.get("Link") ?? "")?.[1] ?? "";
    const second = await api<Found>("GET", link);
    expect(slugs(second)).toEqual([`${maker}-in-text`]);
    expect(second.body.facets).toBeUndefined();
    expect(second.body.pagination).toMatchObject({ has_more: false, next_cursor: null });
  });

  it("finds the same through q of the product list, there without facets unless asked", async () => {
    const listed = await listProducts(`q=${maker}%20fennel`);
    expect(slugs(listed)).toEqual(slugs(await search(`${maker} fennel`)));
    expect(listed.body).not.toHaveProperty("facets");
    const asked = await listProducts(`q=${maker}%20fennel&facets=true`);
    expect(asked.body).toHaveProperty("facets.counted", 3);
  });

  it("can be sorted and filtered as a list", async () => {
    expect(slugs(await search(`${maker} fennel`, "&sort=-name"))).toEqual([
      `${maker}-in-tag`,
      `${maker}-in-text`,
      `${maker}-in-name`,
    ]);
    expect(slugs(await search(maker, "&tag=fennel"))).toEqual([`${maker}-in-tag`]);
    expect(slugs(await search(maker, `&vendor=${maker}&min_price=1001`))).toEqual([]);
  });

  it("finds a SKU written in any way", async () => {
    const sku = `${maker}-in-name-01`;
    for (const q of [sku, sku.toUpperCase(), sku.replaceAll("-", " "), sku.replaceAll("-", "")]) {
      expect(slugs(await search(q)), q).toEqual([`${maker}-in-name`]);
    }
  });

  it("corrects what is mistyped when nothing matches, over pages too, and says so", async () => {
    const typo = `${maker.slice(0, 4)}x${maker.slice(4)} fenel`;
    for (const sort of ["relevance", "name"]) {
      const first = await search(typo, `&limit=1&sort=${sort}`);
      expect(first.body.query).toEqual({ text: typo, corrected: `${maker} fennel` });
      const rest = await search(typo, `&limit=100&sort=${sort}&cursor=${first.body.pagination.next_cursor}`);
      expect(rest.body.data).toHaveLength(2);
      expect(rest.body.query.corrected).toBe(`${maker} fennel`);
    }
  });

  it("shows a renamed product under its new name alone, and none that is gone", async () => {
    const [before, after] = [word(), word()];
    await importRows([row("renamed", before)]);
    expect(slugs(await search(before))).toEqual([`${maker}-renamed`]);
    await importRows([row("renamed", after)]);
    expect(slugs(await search(after))).toEqual([`${maker}-renamed`]);
    expect(slugs(await search(before))).toEqual([]);
    await importRows([row("renamed", after, { Status: "archived" })]);
    expect(slugs(await search(after))).toEqual([]);
  });

  it.each([
    ['"', "only a quote"],
    ['""" *** ^^^ ((( AND', "operators"],
    ["NEAR(", "an operator of the full-text syntax"],
    ["name:", "a column"],
    ["-", "a minus"],
    ["' OR 1=1 --", "SQL"],
    ["{name} : ^", "column filters"],
    ["\u0000\u0001", "control characters"],
    ["🙂🙃", "emoji"],
    ["\ud83d", "half an emoji"],
    ["%_*?", "wildcards"],
    ["", "nothing"],
    [" ".repeat(200), "spaces"],
    ["a".repeat(200), "one long word"],
    ["x ".repeat(100), "many words"],
    [
      "abcdefg hijklmn opqrstu vwxyzab cdefghi jklmnop qrstuvw xyzabcd efghijk lmnopqr stuvwxy zabcdef ghijklm",
      "13 words",
    ],
    ["مصباح ランプ สบู่ лампа", "scripts of the world"],
    ["ﬁ ① ½ ǅ", "compatibility letters"],
  ])("for %j (%s) is answered", async (q) => {
    for (const path of ["search", "search/suggest", "products"]) {
      const answer = await api<Found>("GET", `/api/v1/${path}?q=${encodeURIComponent(q.toWellFormed())}`);
      expect(answer.status, path).toBe(200);
      expect(Array.isArray(answer.body.data)).toBe(true);
    }
  });

  it.each(['"', "🙂", "*** ^^^ (((", '"" "" -'])("for %j finds nothing", async (q) => {
    const answer = await search(q);
    expect(answer.body).toMatchObject({ data: [], pagination: { has_more: false }, facets: { counted: 0 } });
  });

  it.each(["relevance", "price"])(
    "takes as many words and filters as are allowed, sorted by %s",
    async (sort) => {
      const words = Array.from({ length: 12 }, (_, index) => `${maker}${"abcdefghijkl"[index] ?? ""}`).join(
        " ",
      );
      const filters = Array.from(
        { length: 8 },
        (_, index) => `attributes[a${index}]=x&attributes[a${index}]=y`,
      ).join("&");
      const more = "category=none&vendor=none&min_price=1&max_price=2&availability=in_stock,low_stock";
      for (const text of [words, `${maker} fennel`]) {
        const answer = await search(text, `&sort=${sort}&${filters}&${more}`);
        expect(answer).toMatchObject({ status: 200, body: { data: [] } });
      }
    },
  );

  it("finds less when more is typed, never what the words are not the beginning of", async () => {
    const word = `${maker}organi`;
    const long = `${maker}donaudampfschifffahrtsgesellschaft`;
    await importRows([
      row("organizer", "Wire Rack", {
        "Body (HTML)": `${word}zer`,
        "Variant SKU": `${maker}organizers`.toUpperCase(),
      }),
      row("organic", `${word}c Tea`),
      row("long", `${long}skapitan`),
      row("short", `${maker}donauwelle`),
    ]);
    const found = async (q: string) => slugs(await search(q)).sort();
    expect(await found(word)).toEqual([`${maker}-organic`, `${maker}-organizer`]);
    expect(await found(`rack ${word}`)).toEqual([`${maker}-organizer`]);
    for (const typed of [`${maker}don`, `${maker}dona`, `${maker}donau`]) {
      expect(await found(typed), typed).toEqual([`${maker}-long`, `${maker}-short`]);
    }
    expect(await found(`${maker}donaud`)).toEqual([`${maker}-long`]);
    await importRows([row("organic", `${word}c Tea`, { Status: "archived" })]);
    expect(await found(word)).toEqual([`${maker}-organizer`]);
  });

  it("does not trip over stop words, alone or beside others", async () => {
    expect(slugs(await search(`the ${maker} with a grater`))).toEqual([`${maker}-in-name`]);
    expect((await search("the")).status).toBe(200);
  });

  it.each([
    ["q is missing", "", "q"],
    ["q has 10 KB", `q=${"x".repeat(10_000)}`, "q"],
    ["an attribute has no name", "q=a&attributes[]=x", "attributes"],
    ["an attribute has no value", "q=a&attributes[Color]=", "attributes"],
    ["attributes are no map", "q=a&attributes=x", "attributes"],
    ["an option has a long value", `q=a&options[Size]=${"x".repeat(256)}`, "options"],
    ["facets are no flag", "q=a&facets=maybe", "facets"],
  ])("that cannot be answered because %s is 422 with a pointer", async (_, query, member) => {
    const path = query.includes("facets") ? "products" : "search";
    const answer = await api<{ errors: { pointer: string }[] }>("GET", `/api/v1/${path}?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]?.pointer).toMatch(new RegExp(`^#/query/${member}`));
  });

  it("with the cursor of another query, sort or filter is 422", async () => {
    const first = await search(`${maker} fennel`, "&limit=1");
    const cursor = `&limit=1&cursor=${first.body.pagination.next_cursor}`;
    expect((await search(`${maker} fennel`, cursor)).status).toBe(200);
    for (const [q, query] of [
      [`${maker}`, cursor],
      [`${maker} fennel`, `${cursor}&sort=name`],
      [`${maker} fennel`, `${cursor}&tag=fennel`],
      [`${maker} fennel`, `${cursor}&currency=EUR`],
    ] as const) {
      expect(await search(q, query)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "#/query/cursor", code: "invalid_cursor" }] },
      });
    }
  });

  it("with an attribute that no product has finds nothing", async () => {
    expect((await search(maker, "&attributes[Nonsense]=1")).body).toMatchObject({ data: [] });
    expect((await search(maker, "&attributes[gender]=male")).body).toMatchObject({ data: [] });
  });
});

describe("suggestions", () => {
  const shelf = word();

  beforeAll(async () => {
    await importRows(
      ["Alpha Kettle", `Lid of ${shelf}`, `${shelf} Pot`].map((title, index) => ({
        Handle: `${shelf}-${index}`,
        Title: title,
        "Product Category": `${shelf} things`,
        "Variant Price": "1.00",
      })),
    );
  });

  const suggest = async (q: string) => {
    const answer = await api<{ data: { kind: string; text: string; slug: string }[] }>(
      "GET",
      `/api/v1/search/suggest?q=${encodeURIComponent(q)}`,
    );
    expect(answer.status).toBe(200);
    return answer.body.data;
  };

  it("are categories, then names that begin with what is typed, then names that contain it", async () => {
    expect(await suggest(shelf.slice(0, 8))).toEqual([
      { kind: "category", text: `${shelf} things`, slug: `${shelf}-things` },
      { kind: "product", text: `${shelf} Pot`, slug: `${shelf}-2` },
      { kind: "product", text: `Lid of ${shelf}`, slug: `${shelf}-1` },
    ]);
    expect(await suggest(`${shelf} po`)).toMatchObject([{ kind: "product", text: `${shelf} Pot` }]);
  });

  it("are ten at most, and none for what is no word", async () => {
    expect((await suggest("a")).length).toBeLessThanOrEqual(10);
    expect(await suggest("🙂")).toEqual([]);
  });
});
