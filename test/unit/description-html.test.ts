import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeHtml } from "../../src/modules/catalog/description-html.ts";
import { ATTACKS, HARMLESS } from "../support/html-attacks.ts";

/** The one shape of tag that may come out: an allowed name, allowed attributes in double quotes without < or >. */
const TAG =
  /^<(?:\/?(?:p|div|span|br|hr|h[1-6]|blockquote|pre|code|strong|em|b|i|u|s|del|ins|mark|small|sub|sup|abbr|cite|q|ul|ol|li|dl|dt|dd|figure|figcaption|table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th|a|img)(?: (?:href|src|rel|alt|width|height|start|span|colspan|rowspan|scope)="[^"<>]*")*(?: \/)?)>/;
const URLS = / (?:href|src)="([^"]*)"/g;

/** What is wrong with sanitised HTML: signs that begin no allowed tag, addresses that could be run. */
function faults(html: string): string[] {
  const tags = [...html.matchAll(/</g)].map(({ index }) => html.slice(index));
  const written = tags.map((rest) => TAG.exec(rest)?.[0] ?? "");
  const urls = written.flatMap((tag) => [...tag.matchAll(URLS)].map(([, url = ""]) => url));
  return [
    ...tags.filter((rest) => !TAG.test(rest)).map((rest) => rest.slice(0, 40)),
    ...urls.filter(
      (url) => !/^(?:https?:\/\/|mailto:)/i.test(url) && /[:&]/.test(url.split(/[/?#]/)[0] ?? ""),
    ),
    ...(html.includes("\0") ? ["NUL"] : []),
  ];
}

const VOID = /^(?:br|hr|img|col)$/;

/** The elements that are not closed, and the end tags that close none. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const stray: string[] = [];
  for (const [, slash, tag = ""] of html.matchAll(/<(\/?)([a-z0-9]+)/g)) {
    if (slash === "/") {
      if (open.pop() !== tag) stray.push(tag);
    } else if (!VOID.test(tag)) open.push(tag);
  }
  return [...open, ...stray];
}

/** Pieces that HTML is broken with. */
const PIECES = [
  ...[
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "--!>",
    '"',
    "'",
    "`",
    "=",
    "&",
    "\0",
    "\n",
    "\t",
    " ",
    "&#58;",
    "&colon;",
  ],
  ...[
    "<p>",
    "</p>",
    "<b",
    "<i>",
    "</i>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<td>",
    "<tr>",
    "</table>",
    "<br/>",
  ],
  ...[
    "<script>",
    "</script>",
    "<style",
    "</style>",
    "<svg>",
    "<math>",
    "<textarea>",
    "<template>",
    "<iframe",
  ],
  ...[
    "<a href=",
    "<img src=",
    "javascript:",
    "data:",
    "https://a.test/",
    "/b",
    " onerror=",
    " alt=",
    "alert(1)",
    "é",
    "x",
  ],
];
const broken = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 30 });
const html = broken.map((pieces) => pieces.join(""));

describe("a description", () => {
  it.each(ATTACKS)("with %s has nothing left but formatting", (_, attack) => {
    const safe = safeHtml(attack);
    expect(faults(safe), safe).toEqual([]);
    expect(unbalanced(safe), safe).toEqual([]);
    expect(safeHtml(safe)).toBe(safe);
  });

  it.each(HARMLESS)("that is harmless stays as it is: %s", (harmless) => {
    expect(safeHtml(harmless)).toBe(harmless);
  });

  it("of any pieces of HTML is safe, closed, and sanitised no further by doing it again", () => {
    fc.assert(
      fc.property(html, (text) => {
        const safe = safeHtml(text);
        expect(faults(safe)).toEqual([]);
        expect(unbalanced(safe)).toEqual([]);
        expect(safeHtml(safe)).toBe(safe);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ["<ul><li><div><li>x</ul>", "<ul><li><div></div></li><li>x</li></ul>"],
    ["<dl><dt>a<dd><div><dt>b</dl>", "<dl><dt>a</dt><dd><div></div></dd><dt>b</dt></dl>"],
    ["<ul><li><ol><li>a</li></ol></li></ul>", "<ul><li><ol><li>a</li></ol></li></ul>"],
    ["<ul><li><dl><li>x</dl></ul>", "<ul><li><dl>x</dl></li></ul>"],
    ["<ul><li><table><tr><td><li>x", "<ul><li><table><tr><td>x</td></tr></table></li></ul>"],
    ["<table><table>x", "x<table></table>"],
    ["<table><ul><table>", "<table></table>"],
    ["<table>x<div>y<table></div>z<h1>", "xyz<table></table>"],
    ["<table> <tr>\n<td>1</td>2<td>3<br></table>", "2<table> <tr>\n<td>1</td><td>3<br></td></tr></table>"],
    [
      "<table><tr><td><table><tr>x<td>y<tr>",
      "<table><tr><td>x<table><tr><td>y</td></tr><tr></tr></table></td></tr></table>",
    ],
    [
      "<table><caption><b>a<tr><td></caption>b",
      "<table><caption><b>a</b></caption><tr><td>b</td></tr></table>",
    ],
    ["<div><table><td></div>x</table>y", "<div><table><td>x</td></table>y</div>"],
    ["<p><b>a<div>b</div></p>c", "<p><b>a</b></p><div>b</div>c"],
    ['<a href="/a">x<b>y<a href="/b">z', '<a href="/a">x<b>y</b></a><a href="/b">z</a>'],
  ])("comes out nested as a browser would nest it, or more simply: %s", (written, nested) => {
    expect(safeHtml(written)).toBe(nested);
  });

  it("without < and NUL is not touched", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const plain = text.replaceAll(/[<\0]/g, "");
        expect(safeHtml(plain)).toBe(plain);
      }),
    );
  });

  it("keeps the text around what it loses", () => {
    expect(safeHtml("<p>Holds <script>alert(1)</script>350 ml, 5 < 6, I <3 it.<form>Now</form>")).toBe(
      "<p>Holds 350 ml, 5 &lt; 6, I &lt;3 it.Now</p>",
    );
    expect(safeHtml('<p class="x" style="color:red">a<p>b<ul><li>1<li>2</ul>')).toBe(
      "<p>a</p><p>b</p><ul><li>1</li><li>2</li></ul>",
    );
    expect(safeHtml("a\0b<b>c")).toBe("ab<b>c</b>");
  });

  it.each([
    ["a megabyte of beginnings", "<".repeat(1_000_000)],
    ["tags of many attributes", `<p ${"a ".repeat(1_900)}>`.repeat(25)],
    ["a tag of attributes alone", `<p ${"a ".repeat(50_000)}>`],
    ["many tags of many blanks", `<img ${"a ".repeat(190)}>`.repeat(260)],
    ["a tag of blanks alone", `<img ${" ".repeat(99_000)}>`],
    ["blanks before signs of equality", `<img ${`a${" ".repeat(500)}=`.repeat(200)}>`],
    ["values in quotes of two kinds", `<img ${"a=\" a=' ".repeat(12_000)}>`],
    ["tables in cells", "<table><tr><td>".repeat(6_000)],
    ["deep lists in a cell", `<table><tr><td>${"<ul><li><div>".repeat(8_000)}`],
    ["text between cells", `<table>${"x<tr>".repeat(20_000)}`],
    ["items in lists", "<ul><li><div>".repeat(8_000)],
    ["quotes", `<p a=${"'\" ".repeat(33_000)}`],
    ["open elements and other ends", `${"<b>".repeat(20_000)}${"</i>".repeat(20_000)}`],
    ["scripts that are not closed", "<script".repeat(14_000)],
    ["comments that are not closed", "<!-".repeat(33_000)],
  ])("takes a microsecond a character at most: %s", (_, text) => {
    let [safe, best] = ["", Infinity];
    for (let run = 0; run < 5 && best * 1_000 > text.length; run += 1) {
      const started = performance.now();
      safe = safeHtml(text);
      best = Math.min(best, performance.now() - started);
    }
    expect(best * 1_000).toBeLessThan(text.length);
    expect(unbalanced(safe)).toEqual([]);
  });
});
