import fc from "fast-check";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { describe, expect, it } from "vitest";
import { balanced } from "../../src/modules/catalog/balanced-html.ts";
import { safeHtml } from "../../src/modules/catalog/description-html.ts";
import { ATTACKS } from "../support/html-attacks.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Pages that a description (in place of the dots) is put into, each with an element behind the one that holds it. */
const HOLDERS = [
  '<div class="page"><div id="holder">…</div><p id="after"></p></div>',
  '<table><tbody><tr><td id="holder">…</td><td id="after"></td></tr></tbody></table>',
  '<ul><li id="holder">…</li><li id="after"></li></ul>',
  '<dl><dd id="holder">…</dd><dt id="after"></dt></dl>',
];
// Without a doctype a table ends no paragraph.
const PAGES = ["<!doctype html>", ""].flatMap((doctype) => HOLDERS.map((holder) => doctype + holder));

const isElement = (node: Node): node is Element => "tagName" in node;
const childrenOf = (node: Node): Node[] => ("childNodes" in node ? node.childNodes : []);

/** All in the node, in the order of the document. */
function within(node: Node): Node[] {
  return childrenOf(node).flatMap((child) => [child, ...within(child)]);
}

/** The page as it is without the description, and what of it the browser's parser put into the holder. */
function shownIn(page: string, description: string) {
  const document = parse(page.replace("…", () => description));
  const holder = within(document).find(
    (node) => isElement(node) && node.attrs.some(({ value }) => value === "holder"),
  );
  if (!holder || !isElement(holder)) throw new Error("the page has lost its holder");
  const inside = within(holder);
  const inHolder = new Set(inside);
  const outside = within(document).filter((node) => !inHolder.has(node));
  return { outside: outside.map(outlineOf), inside };
}

/** A node by what it is and where it hangs. */
function outlineOf(node: Node): string {
  const parent = "parentNode" in node ? node.parentNode : null;
  const place = parent ? childrenOf(parent).indexOf(node) : 0;
  const text = "value" in node ? `:${node.value}` : "";
  return `${parent?.nodeName}[${place}]/${node.nodeName}${text}`;
}

/** A parser adds these where they were left out. */
const ADDED = ["tbody", "tr", "colgroup"];

/** The elements in the order of the document, but for those that a parser may add. */
function outlineOfParsed(inside: readonly Node[]): string[] {
  return inside.filter(isElement).flatMap(({ tagName }) => (ADDED.includes(tagName) ? [] : tagName));
}

/** The same as `outlineOfParsed` of HTML as it is written. */
function outlineOfWritten(html: string): string[] {
  return [...html.matchAll(/<([a-z0-9]+)/g)].flatMap(([, tag = ""]) => (ADDED.includes(tag) ? [] : tag));
}

function expectContained(html: string): void {
  for (const page of PAGES) {
    const { outside, inside } = shownIn(page, html);
    expect(outside, html).toEqual(shownIn(page, "").outside);
    expect(outlineOfParsed(inside), html).toEqual(outlineOfWritten(html));
  }
}

const TAGS =
  "p div span br hr h1 h2 blockquote pre b i a em code ul ol li dl dt dd figure figcaption table caption colgroup col thead tbody tfoot tr td th img";
const PIECES = [...TAGS.split(" ").flatMap((tag) => [`<${tag}>`, `</${tag}>`]), "x", " ", "\n", "&nbsp;"];
/** Those that a browser moves most. */
const RESTLESS =
  "<table> <table> </table> <tr> <td> </td> <caption> <ul> </ul> <li> <div> </div> <p> <a> <b> x <h1> <dl> <dd>";

const soupOf = (pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((chosen) => chosen.join(""));
const soup = fc.oneof(soupOf(PIECES), soupOf(RESTLESS.split(" ")));

describe("the parser of these tests", () => {
  it.each([
    "<ul><li><div><li>x</li></div></li></ul>",
    "<table><table>x</table></table>",
    "</div>",
    "<li>",
    "<td>",
  ])("sees how %s changes a page", (html) => {
    const changed = PAGES.filter((page) => {
      const { outside, inside } = shownIn(page, html);
      return (
        outside.join() !== shownIn(page, "").outside.join() ||
        outlineOfParsed(inside).join() !== outlineOfWritten(html).join()
      );
    });
    expect(changed.length).toBeGreaterThan(0);
  });
});

describe("balanced HTML", () => {
  it.each([
    ["an item in a division of an item", "<ul><li><div><li>x</ul>"],
    ["a term in a division of a definition", "<dl><dt>a<dd><div><dt>b</dl>"],
    ["a table in a table", "<table><table>x"],
    ["a list between tables", "<table><ul><table>"],
    ["text and divisions between cells", "<table>x<div>x<table></div>x<h1>"],
    ["an end tag in a cell of what stands around the table", "<div><table><tr><td></div></td></tr></table>"],
    ["a division in a bold paragraph", "<p><b>a<div>b</div>c</b></p>d"],
    ["a link in a list in a link", '<a href="/">a<ul><li><a href="/">b</a></li></ul></a>'],
    ["more bold than a parser reopens", "<p><b><b><b><b><b>x<p>y"],
  ])("stays where it was put: %s", (_, html) => {
    expectContained(balanced(html));
  });

  it.each(ATTACKS)("stays where it was put, sanitised: %s", (_, attack) => {
    expectContained(safeHtml(attack));
  });

  it("of any tags changes nothing around it, and a browser reads its elements as they are written", () => {
    fc.assert(
      fc.property(soup, (html) => {
        const written = balanced(html);
        expectContained(written);
        expect(balanced(written)).toBe(written);
      }),
      { numRuns: 1_500 },
    );
  });

  it("keeps all text", () => {
    const textOf = (html: string) => [...html.replace(/<[^>]*>|\s/g, "")].sort().join("");
    fc.assert(
      fc.property(soup, (html) => {
        expect(textOf(balanced(html))).toBe(textOf(html));
      }),
    );
  });
});
