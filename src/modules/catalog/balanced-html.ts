import { OpenElements } from "./open-elements.ts";

const VOID = ["br", "hr", "img", "col"];
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];

/** What holds content in a table; nothing inside of it sees what is open outside of the table. */
const CELLS = ["td", "th", "caption"];
const TABLES = ["table", ...CELLS];
const LISTS = ["ul", "ol", "dl"];
/** What an item belongs to, or to nothing. */
const AROUND_ITEMS = [...TABLES, ...LISTS];
const BODIES = ["thead", "tbody", "tfoot"];

/** The parts of a table, with what they may stand in: everything else that is open in the table ends before them. */
const PARTS: Record<string, readonly string[]> = {
  ...Object.fromEntries(["caption", "colgroup", ...BODIES].map((tag) => [tag, ["table"]])),
  col: ["colgroup", "table"],
  tr: [...BODIES, "table"],
  td: ["tr", ...BODIES, "table"],
  th: ["tr", ...BODIES, "table"],
};

/** The items of lists, with the lists that they may stand in and the items before them that they end. */
const ITEMS: Record<string, { lists: readonly string[]; ends: readonly string[] }> = {
  li: { lists: ["ul", "ol"], ends: ["li"] },
  dt: { lists: ["dl"], ends: ["dt", "dd"] },
  dd: { lists: ["dl"], ends: ["dt", "dd"] },
};

const BLOCKS = ["div", "hr", "blockquote", "pre", "figure", "figcaption", "table"];

/** A paragraph ends where one of these begins. */
const ENDS_P = new Set(["p", ...BLOCKS, ...LISTS, ...HEADINGS, ...Object.keys(ITEMS)]);

const PIECE = /<(\/?)([a-z0-9]+)[^>]*>|[^<]+/g;

/**
 * The HTML with the nesting that a browser would give it written out: what is left open is closed, end tags of what is not open are gone,
 * and so are the tags of what cannot stand where it does (an item outside of its list, a table's part outside of a table, anything else
 * between its cells; text from there comes to stand before the table). So it can neither leave nor rearrange the page around it. Takes
 * filtered HTML, in which every `<` begins a tag. The rules are those of the HTML Standard, 13.2.6 (tree construction), or stricter.
 */
export function balanced(html: string): string {
  const open = new OpenElements();
  for (const [piece, slash, tag] of html.matchAll(PIECE)) {
    if (tag === undefined) addText(open, piece);
    else if (slash === "/") end(open, tag);
    else start(open, tag, piece);
  }
  return open.finished();
}

function addText(open: OpenElements, text: string): void {
  if (isBetweenCells(open) && /[^ \t\n\f\r]/.test(text)) open.writeBeforeTable(text);
  else open.write(text);
}

function end(open: OpenElements, tag: string): void {
  if (tag === "table" || tag in PARTS) open.close([tag], ["table"]);
  else open.close([tag], tag in ITEMS ? AROUND_ITEMS : TABLES);
}

function start(open: OpenElements, tag: string, written: string): void {
  const parents = PARTS[tag];
  if (parents) {
    if (open.nearest(["table"]) === undefined) return;
    open.closeDownTo(parents);
  } else if (isBetweenCells(open)) {
    if (VOID.includes(tag)) open.writeBeforeTable(written);
    return;
  } else if (!makeRoom(open, tag)) {
    return;
  }
  if (VOID.includes(tag)) open.write(written);
  else open.open(tag, written);
}

/** Ends what ends where the element begins; false where it may not stand. */
function makeRoom(open: OpenElements, tag: string): boolean {
  const item = ITEMS[tag];
  if (item && !item.lists.includes(open.nearest(AROUND_ITEMS) ?? "")) return false;
  if (ENDS_P.has(tag)) open.close(["p"], TABLES);
  if (item) open.close(item.ends, LISTS);
  if (HEADINGS.includes(tag) && HEADINGS.includes(open.top ?? "")) open.close(HEADINGS, TABLES);
  if (tag === "a") open.close(["a"], TABLES);
  return true;
}

function isBetweenCells(open: OpenElements): boolean {
  return open.nearest(TABLES) === "table";
}
