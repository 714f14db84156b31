import type { ImportedVariant } from "./imported-product.ts";
import { isRowColumn, isVariantColumn, OPTION_POSITIONS } from "./shopify-csv.columns.ts";
import {
  amountOf,
  codeOf,
  type CsvRow,
  flagOf,
  gramsOf,
  imageUrlOf,
  integerOf,
  RowRefused,
  textOf,
  wordOf,
  wrong,
} from "./shopify-csv.fields.ts";
import { metadataFrom } from "./shopify-csv.product.ts";

/** The options of a product: which columns hold them under which name. None: the product has one variant only. */
export type OptionScheme = readonly { position: number; name: string }[];

const DEFAULT_OPTION = "title";
const DEFAULT_VALUE = "default title";

/** Whether the row describes a variant, be it badly; otherwise it carries an image only. */
export function isVariantRow(row: CsvRow): boolean {
  const columns = ["Variant Price", "Variant SKU", "Variant Barcode", "Title"];
  return hasOptionValue(row) || columns.some((column) => row.cells.has(column));
}

function hasOptionValue(row: CsvRow): boolean {
  return [...OPTION_POSITIONS, 4].some((position) => row.cells.has(`Option${position} Value`));
}

/** Reads the option names of a product. @throws RowRefused when the row that names them is wrong */
export function optionSchemeOf(naming: CsvRow, rows: readonly CsvRow[]): OptionScheme {
  const scheme = OPTION_POSITIONS.flatMap((position) => {
    const name = textOf(naming, `Option${position} Name`);
    return name === null ? [] : [{ position, name }];
  });
  if (new Set(scheme.map(({ name }) => name)).size < scheme.length) {
    throw new RowRefused("invalid_options", "Two options of the product have the same name.");
  }
  const [first] = scheme;
  const onlyDefault =
    scheme.length === 1 &&
    first?.name.toLowerCase() === DEFAULT_OPTION &&
    rows.every((row) => isDefault(textOrBlank(row, `Option${first.position} Value`)));
  return onlyDefault ? [] : scheme;
}

function textOrBlank(row: CsvRow, column: string): string {
  return row.cells.get(column)?.trim() ?? "";
}

function isDefault(value: string): boolean {
  return value === "" || value.toLowerCase() === DEFAULT_VALUE;
}

/** Reads a variant. `titled` is the row with the product's fields. @throws RowRefused */
export function variantOf(
  row: CsvRow,
  titled: CsvRow,
  scheme: OptionScheme,
  currency: string,
): Omit<ImportedVariant, "generatedSku"> {
  const values = optionValuesOf(row, scheme);
  const price = amountOf(row, "Variant Price", "invalid_price", currency);
  if (price === null) throw new RowRefused("price_missing", "A variant needs a Variant Price.");
  const inventoryPolicy =
    wordOf(row, "Variant Inventory Policy", "invalid_inventory_policy", ["deny", "continue"]) ?? "deny";
  const weightGrams = gramsOf(row);
  const written = textOrBlank(row, "Variant Grams");
  return {
    line: row.line,
    sku: codeOf(row, "Variant SKU"),
    title: values.length === 0 ? "Default" : values.join(" / "),
    options: Object.fromEntries(scheme.map(({ name }, index) => [name, values[index] ?? ""])),
    weightGrams,
    barcode: codeOf(row, "Variant Barcode"),
    imageUrl: imageUrlOf(row, "Variant Image"),
    requiresShipping: flagOf(row, "Variant Requires Shipping", "invalid_requires_shipping", true),
    taxable: flagOf(row, "Variant Taxable", "invalid_taxable", true),
    taxCode: textOf(row, "Variant Tax Code"),
    inventoryPolicy,
    price,
    compareAtPrice: amountOf(row, "Variant Compare At Price", "invalid_compare_at_price", currency),
    quantity: quantityOf(row, inventoryPolicy),
    metadata: metadataFrom(row, (column, cell) => {
      if (column === "Variant Grams") return Number(written) !== weightGrams;
      return !isRowColumn(column) && (isVariantColumn(column) || isOwn(column, cell, row, titled));
    }),
  };
}

/** Whether a cell of a later row says something that the product does not say already. */
export function isOwn(column: string, cell: string, row: CsvRow, titled: CsvRow): boolean {
  return row !== titled && titled.cells.get(column) !== cell;
}

/** Units on hand; oversold stock of a variant that goes on selling is none. @throws RowRefused invalid_quantity */
function quantityOf(row: CsvRow, policy: ImportedVariant["inventoryPolicy"]): number | null {
  const quantity = integerOf(row, "Variant Inventory Qty", "invalid_quantity");
  if (quantity === null || quantity >= 0) return quantity;
  if (policy === "continue") return 0;
  throw wrong(row, "Variant Inventory Qty", "invalid_quantity", "is negative, but the policy is deny");
}

function optionValuesOf(row: CsvRow, scheme: OptionScheme): string[] {
  if (textOf(row, "Option4 Name") !== null || textOf(row, "Option4 Value") !== null) {
    throw new RowRefused("too_many_options", "A product has at most three options.");
  }
  for (const position of OPTION_POSITIONS) {
    const named = scheme.find((option) => option.position === position)?.name;
    const name = textOf(row, `Option${position} Name`);
    if (named === undefined && !isDefault(textOrBlank(row, `Option${position} Value`))) {
      throw wrong(row, `Option${position} Value`, "invalid_options", `has no Option${position} Name`);
    }
    if (scheme.length > 0 && name !== null && name !== named) {
      throw wrong(
        row,
        `Option${position} Name`,
        "invalid_options",
        `is not the product's name "${named ?? ""}"`,
      );
    }
  }
  return scheme.map(({ position, name }) => {
    const value = textOf(row, `Option${position} Value`);
    if (value === null) {
      throw new RowRefused(
        "invalid_options",
        `Option${position} Value is missing: the product has the option ${name}.`,
      );
    }
    return value;
  });
}
