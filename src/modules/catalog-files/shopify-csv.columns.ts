/** Without these there is nothing to import. */
export const REQUIRED_COLUMNS = ["Handle", "Title", "Variant Price"] as const;

/** Option positions that the format has. A fourth is recognised only to be refused. */
export const OPTION_POSITIONS = [1, 2, 3] as const;

/** Columns that become fields of the product, taken from its first row with a title. */
const PRODUCT_COLUMNS = [
  ...["Title", "Body (HTML)", "Vendor", "Type", "Product Category", "Tags", "Published", "Status"],
  ...["SEO Title", "SEO Description"],
] as const;

/** Columns that become attributes of the product, by the attribute's name. */
export const ATTRIBUTE_COLUMNS: ReadonlyMap<string, string> = new Map([
  ["Product Category", "product_category"],
  ["Google Shopping / Google Product Category", "google_product_category"],
  ["Google Shopping / Gender", "gender"],
  ["Google Shopping / Age Group", "age_group"],
  ["Google Shopping / MPN", "mpn"],
  ["Google Shopping / Condition", "condition"],
]);

/** Columns of our own, so that an export loses nothing: other attributes, and categories that Type does not tell. */
export const ATTRIBUTE_PREFIX = "Attribute: ";
export const CATEGORY_SLUGS = "Category Slugs";
/** What stands in the column CATEGORY_SLUGS of a product without any. */
export const NO_CATEGORIES = "-";

/** The attribute that a column holds, if it holds one. */
export function attributeOf(column: string): string | undefined {
  const known = ATTRIBUTE_COLUMNS.get(column);
  if (known !== undefined || !column.startsWith(ATTRIBUTE_PREFIX)) return known;
  return column.slice(ATTRIBUTE_PREFIX.length).trim() || undefined;
}

/** Columns that every row may have for itself: identity, options, the variant's fields, one image. */
const ROW_COLUMNS = [
  "Handle",
  ...[1, 2, 3, 4].flatMap((position) => [`Option${position} Name`, `Option${position} Value`]),
  ...["Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Inventory Policy", "Variant Price"],
  ...["Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode"],
  ...["Variant Image", "Variant Tax Code", "Image Src", "Image Position", "Image Alt Text"],
];

const rowColumns = new Set(ROW_COLUMNS);
const productColumns = new Set<string>([...PRODUCT_COLUMNS, CATEGORY_SLUGS, ...ATTRIBUTE_COLUMNS.keys()]);
const spelling = new Map([...ROW_COLUMNS, ...productColumns].map((name) => [name.toLowerCase(), name]));

/** The names of the file's columns: known ones in their usual spelling, all others as they are, none twice. */
export function columnNames(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((cell, index) => {
    const written = cell.trim() || `Column ${index + 1}`;
    const name = spelling.get(written.toLowerCase()) ?? written;
    const unique = seen.has(name) ? `${name} #${index + 1}` : name;
    seen.add(unique);
    return unique;
  });
}

/** Whether the import reads the column into a field of its own on any row. */
export function isRowColumn(name: string): boolean {
  return rowColumns.has(name);
}

/** Whether the import reads the column into a field or an attribute of the product. */
export function isProductColumn(name: string): boolean {
  return productColumns.has(name) || attributeOf(name) !== undefined;
}

/** Whether an unmapped column says something of one variant rather than of the whole product. */
export function isVariantColumn(name: string): boolean {
  return /^(variant |cost per item$|(included|price|compare at price) \/ )/i.test(name);
}
