import filterXss, { type IFilterXSSOptions } from "xss";
import { balanced } from "./balanced-html.ts";

const CELL = ["colspan", "rowspan"];

const PLAIN =
  "p div span br hr h1 h2 h3 h4 h5 h6 blockquote pre code strong em b i u s del ins mark small sub sup abbr cite q " +
  "ul li dl dt dd figure figcaption table caption colgroup thead tbody tfoot tr";

/** The elements that a description may have, with their attributes. None is executed, styled, or read as raw text. */
const ALLOWED: Record<string, string[]> = {
  ...Object.fromEntries(PLAIN.split(" ").map((tag) => [tag, []])),
  ol: ["start"],
  col: ["span"],
  td: CELL,
  th: [...CELL, "scope"],
  a: ["href", "rel"],
  img: ["src", "alt", "width", "height"],
};

/** Comments, and elements whose content is not text to read: they go as a whole. What is written oddly is left to the filter. */
const UNREADABLE =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|template|iframe|object|noscript|svg|math|title|textarea|select)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;

/** No scheme before the first sign that ends one, written out or in character references, of which some are made here. */
const RELATIVE = /^[^:&"<>/?#]*(?:[/?#]|$)/;
const LINK = /^(?:https?:\/\/|mailto:)/i;
const PICTURE = /^https:\/\//i;
const NUMBER = /^\d{1,5}%?$/;

/** One attribute of a start tag: its name, and its value in quotes or without. */
const ATTRIBUTE = /([^\s"'<>/=]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'][^\s]*)))?/g;

/** Of the filter only the way to find tags is used: its reading of attributes takes their number squared. */
const FILTER: IFilterXSSOptions = {
  whiteList: ALLOWED,
  css: false,
  onTag: (tag, html, { isWhite, isClosing }) => {
    if (!html.endsWith(">")) return escapeLess(html);
    if (isWhite) return isClosing ? `</${tag}>` : startTag(tag, html);
    return /^<[a-z/!?]/i.test(html) ? "" : escapeLess(html);
  },
  escapeHtml: escapeLess,
};

/**
 * The HTML of a description, safe to be put into a page as it is: nothing but formatting, pictures and links is left of it, every
 * element is closed, and none that stands around it is. Text stays as it is, but for a `<` that begins no tag, which becomes `&lt;`, and what
 * stands between the cells of a table, which moves in front of it, as in a browser.
 * Sanitising twice is sanitising once.
 */
export function safeHtml(html: string): string {
  if (!/[<\0]/.test(html)) return html;
  return balanced(filterXss(html.replaceAll("\0", "").replace(UNREADABLE, ""), FILTER));
}

function escapeLess(text: string): string {
  return text.replaceAll("<", "&lt;");
}

/** The start tag with what it may have of its attributes, written in one way. */
function startTag(tag: string, html: string): string {
  const inner = html.slice(1 + tag.length, -1).trimEnd();
  const isClosed = inner.endsWith("/");
  const names = ALLOWED[tag] ?? [];
  const kept = new Map<string, string>();
  const found = names.length === 0 ? [] : (isClosed ? inner.slice(0, -1) : inner).matchAll(ATTRIBUTE);
  for (const [, name = "", inDouble, inSingle, bare] of found) {
    const key = name.toLowerCase();
    if (!names.includes(key) || kept.has(key)) continue;
    const value = (inDouble ?? inSingle ?? bare ?? "").replace(/\s+/g, " ").trim();
    if (isSafe(key, value)) kept.set(key, value);
  }
  const attributes = [...kept].map(([key, value]) => ` ${key}="${escapeQuoted(value)}"`).join("");
  return `<${tag}${attributes}${isClosed ? " /" : ""}>`;
}

function escapeQuoted(value: string): string {
  return value.replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function isSafe(name: string, value: string): boolean {
  if (name === "href") return value !== "" && (LINK.test(value) || RELATIVE.test(value));
  if (name === "src") return value !== "" && (PICTURE.test(value) || RELATIVE.test(value));
  return name === "alt" || name === "rel" || name === "scope" || NUMBER.test(value);
}
