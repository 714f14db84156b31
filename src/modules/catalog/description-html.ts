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

/** The filter takes blanks times length to read a tag; one with more of them loses its formatting. */
const MAX_BLANKS = 200;

const FILTER: IFilterXSSOptions = {
  whiteList: ALLOWED,
  css: false,
  onTag: (_tag, html) => {
    if (!html.endsWith(">")) return escapeLess(html);
    return (html.match(/\s/g)?.length ?? 0) > MAX_BLANKS ? "" : undefined;
  },
  onIgnoreTag: (_tag, html) => (/^<[a-z/!?]/i.test(html) ? "" : escapeLess(html)),
  onTagAttr: (_tag, name, value, isAllowed) => (isAllowed ? attribute(name, value) : ""),
  escapeHtml: escapeLess,
};

/**
 * The HTML of a description, safe to be put into a page as it is: nothing but formatting, pictures and links is left of it, every
 * element is closed, and none that stands around it is. Text stays as it is; only a `<` that begins no tag becomes `&lt;`.
 * Sanitising twice is sanitising once.
 */
export function safeHtml(html: string): string {
  if (!/[<\0]/.test(html)) return html;
  return balanced(filterXss(html.replaceAll("\0", "").replace(UNREADABLE, ""), FILTER));
}

function escapeLess(text: string): string {
  return text.replaceAll("<", "&lt;");
}

function attribute(name: string, raw: string): string {
  const value = raw.replace(/\s+/g, " ").trim();
  if (!isSafe(name, value)) return "";
  return `${name}="${value.replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`;
}

function isSafe(name: string, value: string): boolean {
  if (name === "href") return value !== "" && (LINK.test(value) || RELATIVE.test(value));
  if (name === "src") return value !== "" && (PICTURE.test(value) || RELATIVE.test(value));
  return name === "alt" || name === "rel" || name === "scope" || NUMBER.test(value);
}
