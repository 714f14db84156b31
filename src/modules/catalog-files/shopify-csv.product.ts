import { fingerprint } from "../../platform/crypto.ts";
import { slugify } from "../catalog/index.ts";
import type { ImportedCategory, ProductFields } from "./imported-product.ts";
import {
  ATTRIBUTE_COLUMNS,
  ATTRIBUTE_PREFIX,
  attributeOf,
  CATEGORY_SLUGS,
  isProductColumn,
  isRowColumn,
  isVariantColumn,
  NO_CATEGORIES,
} from "./shopify-csv.columns.ts";
import { type CsvRow, flagOf, RowRefused, textOf, wordOf, wrong } from "./shopify-csv.fields.ts";

const MAX_DESCRIPTION = 100_000;
const MAX_METADATA = 100_000;
const MAX_TAGS = 250;
const MAX_CATEGORY_DEPTH = 10;

/** The product's own fields from the row that has its title. @throws RowRefused */
export function productFieldsOf(row: CsvRow): ProductFields {
  const name = textOf(row, "Title");
  if (name === null) throw new RowRefused("title_missing", "The first row of a product needs a Title.");
  const published = flagOf(row, "Published", "invalid_published", true);
  const status = wordOf(row, "Status", "invalid_status", ["active", "draft", "archived"]);
  const description = row.cells.get("Body (HTML)") ?? "";
  if (description.length > MAX_DESCRIPTION) {
    throw new RowRefused("field_too_long", `Body (HTML) may have at most ${MAX_DESCRIPTION} characters.`);
  }
  const own = [...row.cells.keys()].filter((column) => column.startsWith(ATTRIBUTE_PREFIX));
  const attributes = [...ATTRIBUTE_COLUMNS.keys(), ...own].flatMap((column) => {
    const value = textOf(row, column, 1_000);
    return value === null ? [] : [[attributeOf(column) ?? column, value] as const];
  });
  const categoryLinks = categoryLinksOf(row);
  return {
    name,
    description,
    vendor: textOf(row, "Vendor"),
    status: status ?? (published ? "active" : "draft"),
    tags: tagsOf(row),
    seoTitle: textOf(row, "SEO Title"),
    seoDescription: textOf(row, "SEO Description", 5_000),
    attributes: Object.fromEntries(attributes),
    categories: categoryLinks?.map((slug) => ({ slug, name: slug, parent: null })) ?? categoriesOf(row),
    ...(categoryLinks ? { categoryLinks } : {}),
    metadata: metadataFrom(row, (column) =>
      status !== null && column === "Published"
        ? true
        : !isProductColumn(column) && !isRowColumn(column) && !isVariantColumn(column),
    ),
  };
}

/** The cells of the columns that `keep` accepts, verbatim. @throws RowRefused when they are more than a row may hold */
export function metadataFrom(
  row: CsvRow,
  keep: (column: string, cell: string) => boolean,
): Record<string, string> {
  const kept = [...row.cells].filter(([column, cell]) => keep(column, cell));
  const size = kept.reduce((sum, [column, cell]) => sum + column.length + cell.length, 0);
  if (size > MAX_METADATA) {
    const message = `The columns without a field of their own have ${size} characters, at most ${MAX_METADATA} are kept.`;
    throw new RowRefused("field_too_long", message);
  }
  return Object.fromEntries(kept);
}

function tagsOf(row: CsvRow): string[] {
  const text = textOf(row, "Tags", 50_000) ?? "";
  const tags = [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== "");
  if (tags.length > MAX_TAGS || tags.some((tag) => tag.length > 255)) {
    throw wrong(row, "Tags", "invalid_tags", `may be at most ${MAX_TAGS} of at most 255 characters each`);
  }
  return tags;
}

/** Slugs of the shop's own categories, in place of what Type and Product Category say. */
function categoryLinksOf(row: CsvRow): string[] | undefined {
  const text = textOf(row, CATEGORY_SLUGS, 5_000);
  if (text === null) return undefined;
  if (text === NO_CATEGORIES) return [];
  const slugs = [...new Set(text.split(",").map((slug) => slug.trim()))];
  if (slugs.some((slug) => slug === "" || slug.length > 255 || slugify(slug) !== slug)) {
    throw wrong(row, CATEGORY_SLUGS, "invalid_category", "must be slugs of categories, separated by commas");
  }
  return slugs;
}

/** Type is one category of its own; without it "A > B > C" of Product Category is a branch of the tree. */
export function categoriesOf(row: CsvRow): ImportedCategory[] {
  const type = textOf(row, "Type");
  if (type !== null) return [{ slug: categorySlug([type]), name: type, parent: null }];
  const names = (textOf(row, "Product Category", 1_000) ?? "").split(">").map((name) => name.trim());
  const path = names.filter((name) => name !== "");
  if (path.length > MAX_CATEGORY_DEPTH || path.some((name) => name.length > 255)) {
    const limit = `may have at most ${MAX_CATEGORY_DEPTH} levels of at most 255 characters each`;
    throw wrong(row, "Product Category", "invalid_category", limit);
  }
  return path.map((name, depth) => ({
    name,
    slug: categorySlug(path.slice(0, depth + 1)),
    parent: depth === 0 ? null : categorySlug(path.slice(0, depth)),
  }));
}

/** Below the top the slug names the whole path: "Apparel > Accessories" is not "Electronics > Accessories". */
function categorySlug(path: readonly string[]): string {
  const slug = path.map((name) => slugify(name) || fingerprint(name)).join("-");
  return slug.length <= 200 ? slug : `${slug.slice(0, 180)}-${fingerprint(path.join(" > "))}`;
}
