import { pathOf } from "../categories/tree.ts";
import type { Category } from "../categories/use-categories.ts";
import type { ProductValues, VariantValues } from "./values.ts";

type Summary = Record<string, unknown>;

/** A product's values as people compare them, by what they are called: a line a field, a line a variant. */
export function summaryOf(values: ProductValues, categories: readonly Category[]): Summary {
  const variants = values.variants.map((variant): [string, string] => [
    variantLabel(values, variant),
    variantText(variant),
  ]);
  return {
    Name: values.name,
    Slug: values.slug,
    Description: values.description,
    Status: values.status,
    "Goes on sale at": values.publish_at,
    Vendor: values.vendor,
    Tags: values.tags,
    Categories: values.categories.map((id) => pathOf(categories, id) || id),
    ...Object.fromEntries(values.attributes.map(({ name, value }) => [`Attribute ${name}`, value])),
    "Page title": values.seo.title,
    "Page description": values.seo.description,
    Options: values.options.map(({ name, values: all }) => `${name}: ${all.join(", ")}`),
    ...Object.fromEntries(variants),
  };
}

/** What the fields of a summary are called: as they are. */
export function labelsOf(summaries: readonly Summary[]): Record<string, string> {
  return Object.fromEntries(summaries.flatMap((summary) => Object.keys(summary).map((name) => [name, name])));
}

function variantLabel({ variants }: ProductValues, { options, key, sku }: VariantValues): string {
  if (options.length > 0) return `Variant ${options.join(" / ")}`;
  return variants.length === 1 ? "Variant" : `Variant ${sku || key}`;
}

function variantText(variant: VariantValues): string {
  const { sku, prices, weight, barcode, policy, image, tax_code: taxCode } = variant;
  const lines: [string, string][] = [
    ["SKU", sku],
    ...Object.entries(prices).flatMap(([currency, { amount, compareAt }]): [string, string][] => [
      ["Price", amount && `${amount} ${currency}`],
      ["Was", compareAt && `${compareAt} ${currency}`],
    ]),
    ["Weight", weight && `${weight} g`],
    ["Barcode", barcode],
    ["When out of stock", policy === "continue" ? "back-order" : "stop selling"],
    ["Picture", image.split("/").at(-1) ?? ""],
    ["Shipped", variant.requires_shipping ? "" : "no"],
    ["Taxable", variant.taxable ? "" : "no"],
    ["Tax code", taxCode],
  ];
  return lines.flatMap(([label, text]) => (text ? [`${label}: ${text}`] : [])).join("\n");
}
