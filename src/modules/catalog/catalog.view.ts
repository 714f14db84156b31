import type { Config } from "../../platform/env.ts";
import { money } from "../../platform/money.ts";
import { bestAvailability, shownStock } from "./availability.ts";
import type { ProductRow, VariantRow } from "./catalog.repo.ts";
import type { Product, Variant } from "./catalog.schema.ts";
import { safeHtml } from "./description-html.ts";

interface CategoryLink {
  id: string;
  slug: string;
  name: string;
  parent_id: string | null;
}

/** The settings that documents depend on, beside the currencies that there are documents in. */
export type DocumentSettings = Pick<Config, "PUBLIC_URL" | "SHOW_STOCK_COUNTS">;

/**
 * The public document of a product in one currency, or undefined when it has no variant with a price in it.
 * Site-relative media URLs become absolute under PUBLIC_URL, and the description safe to be shown as HTML.
 */
export function productView(
  row: ProductRow,
  variantRows: readonly VariantRow[],
  currency: string,
  settings: DocumentSettings,
): Product | undefined {
  const variants = variantRows.flatMap((variant) => variantView(variant, currency, settings) ?? []);
  const [first] = variants;
  if (!first) return undefined;
  const seo = {
    ...(row.seo_title ? { title: row.seo_title } : {}),
    ...(row.seo_description ? { description: row.seo_description } : {}),
  };
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: safeHtml(row.description),
    sku: first.sku,
    price: first.price,
    is_active: row.status === "active",
    status: row.status,
    ...(row.vendor ? { vendor: row.vendor } : {}),
    categories: parse<CategoryLink[]>(row.categories).map(({ id, slug, name }) => ({ id, slug, name })),
    tags: parse<string[]>(row.tags),
    attributes: parse<Record<string, string>>(row.attributes),
    options: parse<Product["options"]>(row.options),
    variants,
    images: parse<Product["images"]>(row.media).map((image) => ({
      ...image,
      url: absoluteUrl(image.url, settings.PUBLIC_URL),
    })),
    ...(Object.keys(seo).length > 0 ? { seo } : {}),
    availability: bestAvailability(variants.map((variant) => variant.availability)),
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

/** What the document of a product in one currency shows of the stock of its variants, as a text to be compared. */
export function stockText(
  variantRows: readonly VariantRow[],
  currency: string,
  settings: DocumentSettings,
): string {
  return variantRows
    .filter((row) => priceIn(row, currency) !== undefined)
    .map((row) => shownStock(row, settings))
    .map(({ availability, available_quantity }) => `${availability} ${available_quantity ?? ""}`)
    .join();
}

function variantView(row: VariantRow, currency: string, settings: DocumentSettings): Variant | undefined {
  const price = priceIn(row, currency);
  if (!price) return undefined;
  const [amount, compareAt] = price;
  return {
    id: row.id,
    sku: row.sku,
    title: row.title,
    options: parse<Record<string, string>>(row.options),
    price: money(amount, currency),
    ...(compareAt === null ? {} : { compare_at_price: money(compareAt, currency) }),
    ...(row.weight_grams > 0 ? { weight_grams: row.weight_grams } : {}),
    ...(row.barcode ? { barcode: row.barcode } : {}),
    ...(row.image_url ? { image_url: absoluteUrl(row.image_url, settings.PUBLIC_URL) } : {}),
    ...shownStock(row, settings),
    inventory_policy: row.inventory_policy,
  };
}

function priceIn(row: VariantRow, currency: string): [number, number | null] | undefined {
  return parse<Record<string, [number, number | null]>>(row.prices)[currency];
}

/** Media of our own are stored site-relative, so that they survive a change of host name. */
export function absoluteUrl(url: string, publicUrl: string): string {
  return url.startsWith("/") ? `${publicUrl}${url}` : url;
}

/** Columns under CHECK (json_valid(…)) and json_group_…() results are JSON of the shape their SQL builds. */
function parse<Shape>(json: string): Shape {
  return JSON.parse(json) as Shape;
}
