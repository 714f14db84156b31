import { slugify } from "./slug.ts";

const MAX_SKU_STEM = 100;

/** A SKU made of the handle and the option values, e.g. SHIRT-SMALL-RED, unlike all that are `taken`. */
export function generateSku(
  slug: string,
  options: Readonly<Record<string, string>>,
  taken: ReadonlySet<string>,
): string {
  const words = slugify([slug, ...Object.values(options)].join("-").toLowerCase());
  const stem = words.toUpperCase().slice(0, MAX_SKU_STEM);
  let sku = stem;
  for (let suffix = 2; taken.has(sku); suffix += 1) sku = `${stem}-${suffix}`;
  return sku;
}
