import type { ImportedProduct, ImportedVariant, ProductFields } from "./imported-product.ts";
import { isRowColumn, isVariantColumn } from "./shopify-csv.columns.ts";
import {
  type CsvRow,
  imageUrlOf,
  integerOf,
  productRefused,
  RowRefused,
  textOf,
  wrong,
} from "./shopify-csv.fields.ts";
import { metadataFrom, productFieldsOf } from "./shopify-csv.product.ts";
import { isOwn, isVariantRow, type OptionScheme, optionSchemeOf, variantOf } from "./shopify-csv.variant.ts";

/** A variant whose SKU, when the file has none, is still to be made. */
type ReadVariant = Omit<ImportedVariant, "generatedSku">;

interface Image {
  url: string;
  alt: string;
  position: number | null;
}

/** A product without the SKUs to make, or why each of its rows is refused. */
interface GroupResult {
  product?: Omit<ImportedProduct, "variants"> & { variants: ReadVariant[] };
  refused: ReadonlyMap<CsvRow, RowRefused>;
}

/**
 * Makes a product of all rows of one handle. Refuses row by row; without any good variant it refuses all of them.
 * `skus` are those that the file has used so far; those of this product are added.
 */
export function readGroup(
  slug: string,
  rows: readonly CsvRow[],
  currency: string,
  skus: Set<string>,
): GroupResult {
  const refused = new Map<CsvRow, RowRefused>();
  for (const row of rows) if (row.refusal) refused.set(row, row.refusal);
  const head = readHead(slug, rows, refused);
  if (!head) return refuseRest(slug, rows, refused);
  const { titled, fields, scheme } = head;
  const variants = new Map<string, ReadVariant>();
  const images: Image[] = [];
  let metadata: Record<string, string> = {};
  for (const row of rows) {
    attempt(row, refused, () => {
      const image = imageOf(row);
      if (isVariantRow(row)) {
        const variant = variantOf(row, titled, scheme, currency);
        addVariant(variant, variants, skus);
      } else if (image) {
        metadata = { ...imageMetadata(row, titled), ...metadata };
      } else {
        throw new RowRefused("empty_row", "The row has neither a variant nor an image.");
      }
      if (image) images.push(image);
    });
  }
  if (variants.size === 0) return refuseRest(slug, rows, refused);
  const found = [...variants.values()];
  return {
    refused,
    product: {
      slug,
      ...fields,
      metadata: { ...metadata, ...fields.metadata },
      options: scheme.map(({ name }) => ({
        name,
        values: [...new Set(found.map(({ options }) => options[name] ?? ""))],
      })),
      media: mediaOf(images),
      variants: found,
      lines: rows.filter((row) => !refused.has(row)).map((row) => row.line),
      complete: refused.size === 0,
    },
  };
}

/** The product's fields and option names, from the first row with a title that has them right. */
function readHead(slug: string, rows: readonly CsvRow[], refused: Map<CsvRow, RowRefused>) {
  for (const titled of rows.filter((row) => row.cells.has("Title"))) {
    const head = attempt(
      titled,
      refused,
      (): { titled: CsvRow; fields: ProductFields; scheme: OptionScheme } => {
        const fields = productFieldsOf(titled);
        const naming = titled.cells.has("Option1 Name")
          ? titled
          : rows.find((row) => row.cells.has("Option1 Name"));
        return { titled, fields, scheme: optionSchemeOf(naming ?? titled, rows) };
      },
    );
    if (head) return head;
  }
  const first = rows.find((row) => !refused.has(row));
  if (first && !rows.some((row) => row.cells.has("Title"))) {
    refused.set(
      first,
      new RowRefused("title_missing", `The first row of the product "${slug}" needs a Title.`),
    );
  }
  return undefined;
}

function attempt<Result>(
  row: CsvRow,
  refused: Map<CsvRow, RowRefused>,
  read: () => Result,
): Result | undefined {
  if (refused.has(row)) return undefined;
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    refused.set(row, error);
    return undefined;
  }
}

function refuseRest(slug: string, rows: readonly CsvRow[], refused: Map<CsvRow, RowRefused>): GroupResult {
  for (const row of rows.filter((each) => !refused.has(each))) refused.set(row, productRefused(slug));
  return { refused };
}

function addVariant(variant: ReadVariant, variants: Map<string, ReadVariant>, skus: Set<string>): void {
  const combination = JSON.stringify(Object.values(variant.options));
  const twin = variants.get(combination);
  if (twin) {
    const message = `The variant "${variant.title}" of this product stands in line ${twin.line} already.`;
    throw new RowRefused("duplicate_variant", message);
  }
  if (variant.sku !== null && skus.has(variant.sku)) {
    throw new RowRefused("duplicate_sku", `The SKU "${variant.sku}" stands in the file already.`);
  }
  if (variant.sku !== null) skus.add(variant.sku);
  variants.set(combination, variant);
}

function imageOf(row: CsvRow): Image | null {
  const url = imageUrlOf(row, "Image Src");
  const alt = textOf(row, "Image Alt Text", 1_000) ?? "";
  const position = integerOf(row, "Image Position", "invalid_image_position");
  if (position !== null && position < 0) {
    throw wrong(row, "Image Position", "invalid_image_position", "must not be negative");
  }
  return url === null ? null : { url, alt, position };
}

/** What an image row says of the product beyond its titled row. */
function imageMetadata(row: CsvRow, titled: CsvRow): Record<string, string> {
  return metadataFrom(
    row,
    (column, cell) => !isRowColumn(column) && !isVariantColumn(column) && isOwn(column, cell, row, titled),
  );
}

/** In the order of their positions; those without one keep their place behind the image above them. */
function mediaOf(images: readonly Image[]): ImportedProduct["media"] {
  let place = 0;
  const placed = images.map((image) => ({ image, place: (place = image.position ?? place) }));
  placed.sort((a, b) => a.place - b.place);
  const media = new Map<string, string>();
  for (const { image } of placed) media.set(image.url, media.get(image.url) || image.alt);
  return [...media].map(([url, alt]) => ({ url, alt }));
}
