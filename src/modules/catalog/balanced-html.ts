const VOID = new Set(["br", "hr", "img", "col"]);
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];
const BLOCKS = ["p", "div", "hr", "blockquote", "pre", "ul", "ol", "dl", "figure", "figcaption", "table"];
const CELLS = ["td", "th"];
const ROWS = [...CELLS, "tr"];
const GROUPS = [...ROWS, "caption", "colgroup", "thead", "tbody", "tfoot"];

/** What an element ends by its beginning: these have end tags that may be left out. */
const ENDS: Record<string, readonly string[]> = {
  ...Object.fromEntries(BLOCKS.map((tag) => [tag, ["p"]])),
  ...Object.fromEntries(HEADINGS.map((tag) => [tag, ["p", ...HEADINGS]])),
  ...Object.fromEntries(["caption", "colgroup", "thead", "tbody", "tfoot"].map((tag) => [tag, GROUPS])),
  a: ["a"],
  li: ["p", "li"],
  dt: ["p", "dt", "dd"],
  dd: ["p", "dt", "dd"],
  tr: [...ROWS, "caption", "colgroup"],
  td: ["p", ...CELLS],
  th: ["p", ...CELLS],
};

/** What an element must be inside of: elsewhere it would end one of the page around it. */
const INSIDE: Record<string, readonly string[]> = {
  ...Object.fromEntries([...GROUPS, "col"].map((tag) => [tag, ["table"]])),
  li: ["ul", "ol"],
  dt: ["dl"],
  dd: ["dl"],
};

/** Deeper elements lose their tags. */
const MAX_DEPTH = 100;

/**
 * The HTML with everything closed that was left open, without end tags of what was not open, and without parts of lists and tables outside
 * of one: it can neither leave nor rearrange the page around it. Takes filtered HTML, in which every `<` begins a tag.
 */
export function balanced(html: string): string {
  const open: string[] = [];
  const count = new Map<string, number>();
  const isOpen = (tag: string) => (count.get(tag) ?? 0) > 0;
  const close = (): string => {
    const tag = open.pop() ?? "";
    count.set(tag, (count.get(tag) ?? 0) - 1);
    return `</${tag}>`;
  };
  const body = html.replace(/<(\/?)([a-z0-9]+)[^>]*>/g, (written: string, slash: string, tag: string) => {
    let before = "";
    if (slash !== "") {
      if (!isOpen(tag)) return "";
      while (open.at(-1) !== tag) before += close();
      return before + close();
    }
    if (INSIDE[tag]?.some(isOpen) === false) return "";
    while (ENDS[tag]?.includes(open.at(-1) ?? "")) before += close();
    if (VOID.has(tag)) return before + written;
    if (open.length >= MAX_DEPTH) return before;
    open.push(tag);
    count.set(tag, (count.get(tag) ?? 0) + 1);
    return before + written;
  });
  let after = "";
  while (open.length > 0) after += close();
  return body + after;
}
