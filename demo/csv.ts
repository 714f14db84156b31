import type { Image, Product, Variant } from "./expand.ts";

const GOOGLE = "Google Shopping / ";

/** The columns of a product export, in its order. */
export const COLUMNS: readonly string[] = [
  ...["Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published"],
  ...["Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value"],
  ...["Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty"],
  ...["Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price"],
  ...["Variant Requires Shipping", "Variant Taxable", "Variant Barcode"],
  ...["Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description"],
  ...["Google Product Category", "Gender", "Age Group", "MPN", "AdWords Grouping", "AdWords Labels"].map(
    (name) => GOOGLE + name,
  ),
  ...["Condition", "Custom Product"].map((name) => GOOGLE + name),
  ...[0, 1, 2, 3, 4].map((i) => `${GOOGLE}Custom Label ${i}`),
  ...["Variant Image", "Variant Weight Unit", "Variant Tax Code", "Cost per item"],
];

/** One row of the catalog: the columns it fills. */
export type Row = Record<string, string>;

const money = (amount: number | undefined): string => (amount === undefined ? "" : amount.toFixed(2));

function productColumns({ spec, type }: Product): Row {
  const google = spec.google;
  return {
    Title: spec.title,
    "Body (HTML)": spec.body,
    Vendor: spec.vendor,
    Type: type,
    Tags: spec.tags.join(", "),
    Published: String(spec.published ?? true),
    "Option1 Name": spec.options?.[0]?.name ?? "Title",
    "Option2 Name": spec.options?.[1]?.name ?? "",
    "Option3 Name": spec.options?.[2]?.name ?? "",
    "Gift Card": String(spec.giftCard ?? false),
    "SEO Title": spec.seo?.[0] ?? "",
    "SEO Description": spec.seo?.[1] ?? "",
    [`${GOOGLE}Google Product Category`]: google?.category ?? "",
    [`${GOOGLE}Gender`]: google?.gender ?? "",
    [`${GOOGLE}Age Group`]: google?.ageGroup ?? "",
    [`${GOOGLE}MPN`]: google ? spec.sku : "",
    [`${GOOGLE}Condition`]: google ? "new" : "",
    [`${GOOGLE}Custom Product`]: google ? "false" : "",
  };
}

function variantColumns({ spec }: Product, variant: Variant): Row {
  return {
    "Option1 Value": variant.values[0] ?? "Default Title",
    "Option2 Value": variant.values[1] ?? "",
    "Option3 Value": variant.values[2] ?? "",
    "Variant SKU": variant.sku,
    "Variant Grams": String(variant.grams),
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Qty": String(variant.quantity),
    "Variant Inventory Policy": variant.policy,
    "Variant Fulfillment Service": "manual",
    "Variant Price": money(variant.price),
    "Variant Compare At Price": money(variant.compareAt),
    "Variant Requires Shipping": String(!spec.digital),
    "Variant Taxable": String(!spec.giftCard),
    "Variant Barcode": variant.barcode ?? "",
    "Variant Image": variant.image ?? "",
    "Variant Weight Unit": variant.grams < 1000 ? "g" : "kg",
    "Cost per item": money(variant.cost),
  };
}

const imageColumns = (image: Image, index: number): Row => ({
  "Image Src": image.src,
  "Image Position": String(index + 1),
  "Image Alt Text": image.alt,
});

/** The rows of a product: one per variant or image, whichever are more; the first has its own fields. */
export function productRows(product: Product): Row[] {
  const { variants, images, spec } = product;
  return Array.from({ length: Math.max(variants.length, images.length) }, (_, i) => {
    const variant = variants[i];
    const image = images[i];
    return {
      Handle: spec.handle,
      ...(i === 0 && productColumns(product)),
      ...(variant && variantColumns(product, variant)),
      ...(image && imageColumns(image, i)),
    };
  });
}

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

/** Writes rows as RFC 4180 text with a header line and CRLF line ends. */
export function writeCsv(rows: readonly Row[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => quoted(row[column] ?? "")).join(","));
  return [COLUMNS.map(quoted).join(","), ...lines, ""].join("\r\n");
}
