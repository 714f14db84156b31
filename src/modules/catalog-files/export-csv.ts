import { csvLine } from "../../platform/csv.ts";
import { formatDecimal } from "../../platform/money.ts";
import type { ExportedProduct, ExportedVariant } from "./export-product.ts";
import {
  ATTRIBUTE_COLUMNS,
  ATTRIBUTE_PREFIX,
  CATEGORY_SLUGS,
  isVariantColumn,
  NO_CATEGORIES,
  OPTION_POSITIONS,
} from "./shopify-csv.columns.ts";
import { RowRefused } from "./shopify-csv.fields.ts";
import { categoriesOf } from "./shopify-csv.product.ts";

/** In Shopify's order. */
const COLUMNS = [
  ...["Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags"],
  ...OPTION_POSITIONS.flatMap((position) => [`Option${position} Name`, `Option${position} Value`]),
  ...["Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Inventory Policy", "Variant Price"],
  ...["Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode"],
  ...["Image Src", "Image Position", "Image Alt Text", "SEO Title", "SEO Description"],
  ...[...ATTRIBUTE_COLUMNS.keys()].filter((column) => column !== "Product Category"),
  ...["Variant Image", "Variant Tax Code", "Status", CATEGORY_SLUGS],
];

type Cells = Record<string, string>;

/** All columns of a file of products that have these attributes and verbatim columns between them. */
export function csvColumns(names: { columns: readonly string[]; attributes: readonly string[] }): string[] {
  const known = new Set(ATTRIBUTE_COLUMNS.values());
  const attributes = names.attributes.filter((name) => !known.has(name));
  return [
    ...new Set([...COLUMNS, ...attributes.map((name) => `${ATTRIBUTE_PREFIX}${name}`), ...names.columns]),
  ];
}

/**
 * The rows of a product in Shopify's format, prices in one currency: what `parseShopifyCsv` reads back as the same product.
 * `problems` says what the format has no place for.
 */
export function csvRowsOf(
  product: ExportedProduct,
  columns: readonly string[],
  currency: string,
): { text: string; problems: string[] } {
  const problems: string[] = [];
  const titled = Math.max(0, product.variants.findIndex(isPlain));
  const rows = product.variants.map((variant, index): Cells => ({
    ...verbatim(variant.metadata, (column) => column !== "Variant Grams"),
    Handle: product.slug,
    ...(index === titled ? titledCells(product) : {}),
    ...optionCells(product, variant),
    ...imageCells(product, index),
    ...variantCells(variant, currency),
  }));
  for (let index = rows.length; index < product.images.length; index += 1) {
    rows.push({ Handle: product.slug, ...imageCells(product, index) });
  }
  if (product.options.length > OPTION_POSITIONS.length) problems.push("It has more than three options.");
  if (product.tags.some((tag) => tag.includes(","))) problems.push("A tag has a comma.");
  if (product.variants.length === 0) problems.push("It has no variant.");
  for (const { sku, prices } of product.variants) {
    if (!prices[currency]) problems.push(`The variant "${sku}" has no price in ${currency}.`);
  }
  const known = new Set(columns);
  const lost = new Set(rows.flatMap((row) => Object.keys(row).filter((column) => !known.has(column))));
  for (const column of lost) problems.push(`"${column}" is new since the export began.`);
  return {
    text: rows
      .map((row) => csvLine(columns.map((column) => (Object.hasOwn(row, column) ? (row[column] ?? "") : ""))))
      .join(""),
    problems,
  };
}

/** Whether nothing of the row would be taken for something that the product says. */
function isPlain({ metadata }: ExportedVariant): boolean {
  return Object.keys(verbatim(metadata)).every(isVariantColumn);
}

function titledCells(product: ExportedProduct): Cells {
  const attributes = new Map([...ATTRIBUTE_COLUMNS].map(([column, name]) => [name, column]));
  const names = shownOptions(product).map(({ name }, index) => [`Option${index + 1} Name`, name]);
  return {
    ...verbatim(product.metadata),
    Title: product.name,
    "Body (HTML)": product.description,
    Vendor: product.vendor ?? "",
    Tags: product.tags.join(", "),
    Status: product.status,
    "SEO Title": product.seo_title ?? "",
    "SEO Description": product.seo_description ?? "",
    ...Object.fromEntries(
      Object.entries(product.attributes).map(([name, value]) => [
        attributes.get(name) ?? `${ATTRIBUTE_PREFIX}${name}`,
        value,
      ]),
    ),
    ...categoryCells(product),
    ...(names.length === 0 ? { "Option1 Name": "Title" } : (Object.fromEntries(names) as Cells)),
  };
}

/** Type where that is enough to find the category again, else the slugs. */
function categoryCells(product: ExportedProduct): Cells {
  const slugs = product.categories.map((path) => path.at(-1)?.slug ?? "");
  const told = (type: string): string[] => {
    const cells = new Map([
      ["Type", type],
      ["Product Category", product.attributes["product_category"] ?? ""],
    ]);
    return categoriesOf({ line: 0, cells })
      .slice(-1)
      .map(({ slug }) => slug);
  };
  const isTold = (type: string) => {
    try {
      return JSON.stringify(told(type)) === JSON.stringify(slugs);
    } catch (error) {
      if (error instanceof RowRefused) return false;
      throw error;
    }
  };
  if (isTold("")) return {};
  const type = product.categories[0]?.at(-1)?.name ?? "";
  if (type !== "" && isTold(type)) return { Type: type };
  return { [CATEGORY_SLUGS]: slugs.join(", ") || NO_CATEGORIES };
}

function shownOptions({ options }: ExportedProduct): ExportedProduct["options"] {
  return options.slice(0, OPTION_POSITIONS.length);
}

function optionCells(product: ExportedProduct, variant: ExportedVariant): Cells {
  const options = shownOptions(product);
  if (options.length === 0) return { "Option1 Value": "Default Title" };
  return Object.fromEntries(
    options.map(({ name }, index) => [`Option${index + 1} Value`, variant.options[name] ?? ""]),
  );
}

function imageCells({ images }: ExportedProduct, index: number): Cells {
  const image = images[index];
  if (!image) return {};
  return { "Image Src": image.url, "Image Position": String(index + 1), "Image Alt Text": image.alt };
}

function variantCells(variant: ExportedVariant, currency: string): Cells {
  const price = variant.prices[currency];
  const decimal = (amount: number | null | undefined) =>
    amount == null ? "" : formatDecimal(amount, currency);
  return {
    "Variant SKU": variant.sku,
    "Variant Grams": gramsOf(variant),
    "Variant Inventory Qty": variant.available === null ? "" : String(variant.available),
    "Variant Inventory Policy": variant.inventory_policy,
    "Variant Price": decimal(price?.amount),
    "Variant Compare At Price": decimal(price?.compare_at_amount),
    "Variant Requires Shipping": String(variant.requires_shipping),
    "Variant Taxable": String(variant.taxable),
    "Variant Barcode": variant.barcode ?? "",
    "Variant Image": variant.image_url ?? "",
    "Variant Tax Code": variant.tax_code ?? "",
  };
}

/** A weight that the import rounded, as it stood in the file. */
function gramsOf({ metadata, weight_grams }: ExportedVariant): string {
  const written = verbatim(metadata)["Variant Grams"];
  return written !== undefined && Math.round(Number(written)) === weight_grams
    ? written
    : String(weight_grams);
}

/** Columns that the import kept as they were. */
function verbatim(metadata: Record<string, unknown>, keep: (column: string) => boolean = () => true): Cells {
  const kept = metadata["shopify"];
  if (typeof kept !== "object" || kept === null) return {};
  const cells = Object.entries(kept).filter(([column]) => keep(column));
  return Object.fromEntries(cells.map(([column, cell]) => [column, String(cell)]));
}
