import { describe, expect, it } from "vitest";
import { api, asStaff, eventsDelivered } from "../support/api.ts";
import { getProduct, importRows, listProducts, type ProductPage } from "../support/catalog.ts";
import { ATTACKS, HARMLESS } from "../support/html-attacks.ts";
import { makeProduct, manage, pointersOf, readBack } from "../support/products.ts";
import { unique } from "../support/shop.ts";
import { download, jobEnded } from "../support/transfers.ts";
import type { JobBody } from "../../src/modules/transfers/transfers.schema.ts";

const TAGS = new Set(
  "p div span br hr h1 h2 h3 h4 h5 h6 blockquote pre code strong em b i u s del ins mark small sub sup abbr cite q ul ol li dl dt dd figure figcaption table caption colgroup col thead tbody tfoot tr td th a img".split(
    " ",
  ),
);
const ATTRIBUTES = new Set("href src rel alt width height start span colspan rowspan scope".split(" "));

/** Everything that a browser's parser would find in this HTML and a description must not have. */
async function harmIn(html: string): Promise<string[]> {
  const found: string[] = [];
  const rewriter = new HTMLRewriter()
    .on("*", {
      element({ tagName, attributes }) {
        if (!TAGS.has(tagName)) found.push(tagName);
        for (const [name, value] of attributes) {
          if (!ATTRIBUTES.has(name ?? "")) found.push(`${tagName} ${name}`);
          const isUrl = name === "href" || name === "src";
          if (
            isUrl &&
            !/^(?:https?:|mailto:)$/.test(new URL(decoded(value ?? ""), "https://shop.test/").protocol)
          )
            found.push(`${tagName} ${value}`);
        }
      },
    })
    .onDocument({
      comments: ({ text }) => void found.push(`comment ${text}`),
      doctype: () => void found.push("doctype"),
    });
  await rewriter.transform(new Response(html, { headers: { "Content-Type": "text/html" } })).text();
  return found;
}

/** An attribute's value without the character references that hide a scheme. */
function decoded(value: string): string {
  return value
    .replace(/&#x([0-9a-f]+);?/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(colon|Tab|NewLine);/g, (_, name: string) => ({ colon: ":", Tab: "\t" })[name] ?? "\n");
}

/** The description of the one product of a list. */
const listed = ({ body }: { body: ProductPage }) => body.data.map(({ description }) => description);

async function exported(format: string): Promise<string> {
  const answer = await api<JobBody>("POST", "/api/v1/products/exports", {
    body: { format },
    headers: await asStaff(),
  });
  const job = await jobEnded(answer.body.id);
  return new TextDecoder().decode(await (await download(job.id)).arrayBuffer());
}

describe("the parser of these tests", () => {
  it.each([
    ["<script>1</script>", "script"],
    ["<p onclick=x>", "p onclick"],
    ['<a href="java\tscript:1">', "a java\tscript:1"],
    ['<a href="javascript&colon;1">', "a javascript&colon;1"],
    ["<!-- a -->", "comment  a "],
  ])("finds the harm in %s", async (html, harm) => {
    expect(await harmIn(html)).toEqual([harm]);
  });
});

describe("a product's description", () => {
  it.each(ATTACKS)("with %s reaches no page, and staff get back what was written", async (_, attack) => {
    const shelf = unique("attacked");
    const product = await makeProduct({ name: shelf, description: attack, tags: [shelf] });
    expect(product.description).toBe(attack);
    await eventsDelivered();
    const [one, staffs, page, search] = await Promise.all([
      getProduct(product.id),
      manage("GET", `/products/${product.id}`),
      listProducts(`tag=${shelf}`),
      api<ProductPage>("GET", `/api/v1/search?q=${shelf}`),
    ]);
    const { description } = one.body;
    expect(await harmIn(description), description).toEqual([]);
    expect([staffs.body.description, ...listed(page), ...listed(search)]).toEqual(Array(3).fill(description));
    expect((await readBack(product.id)).description).toBe(attack);
  });

  it("that is harmless reaches everybody as it was written", async () => {
    for (const description of HARMLESS) {
      const { id } = await makeProduct({ description });
      await eventsDelivered();
      expect((await getProduct(id)).body.description).toBe(description);
    }
  });

  it("of a related product is sanitised, too", async () => {
    const [one, other] = [
      await makeProduct(),
      await makeProduct({ description: "<p onclick=x>a</p><script>1</script>" }),
    ];
    await manage("PUT", `/products/${one.id}/related`, { product_ids: [other.id] });
    await eventsDelivered();
    const related = await api<ProductPage>("GET", `/api/v1/products/${one.id}/related`);
    expect(listed(related)).toEqual(["<p>a</p>"]);
  });

  it("is not lost when staff read, change and replace the product", async () => {
    const raw = '<p style="color:red">Mug</p><!-- spring --><script>track()</script>\r\n';
    const { id } = await makeProduct({ description: raw });
    const { name, description, price } = await readBack(id);
    await manage("PUT", `/products/${id}`, { name, description, price });
    expect((await readBack(id)).description).toBe(raw);
    await manage("PATCH", `/products/${id}`, { vendor: "Acme" });
    expect((await readBack(id)).description).toBe(raw);
    await eventsDelivered();
    expect((await getProduct(id)).body.description).toBe("<p>Mug</p>\r\n");
  });

  it("survives import and both exports byte by byte", async () => {
    const raw =
      '<p style="color:red">Größe "L"</p>\n<script>track(1 < 2)</script><br/><IMG SRC=x ONERROR=y> \t';
    const handle = unique("raw");
    await importRows([{ Handle: handle, Title: handle, "Body (HTML)": raw, "Variant Price": "1.00" }]);
    const shown = (await getProduct(handle)).body;
    expect(shown.description).toBe('<p>Größe "L"</p>\n<br /><img src="x"> \t');
    expect((await readBack(shown.id)).description).toBe(raw);
    expect(await exported("csv")).toContain(`"${raw.replaceAll('"', '""')}"`);
    const lines = (await exported("ndjson")).split("\n").filter((line) => line.includes(handle));
    expect(lines.map((line) => (JSON.parse(line) as { description: string }).description)).toEqual([raw]);
  });

  it("may be 100,000 characters of anything, and not a megabyte", async () => {
    const { id } = await makeProduct({ description: "<".repeat(100_000) });
    await eventsDelivered();
    expect((await getProduct(id)).body.description).toBe("&lt;".repeat(100_000));
    const tooLong = await manage("POST", "/products", { name: "x", description: "<".repeat(1_000_000) });
    expect(tooLong.status).toBe(422);
    expect(pointersOf(tooLong)).toEqual(["#/description"]);
  });
});
