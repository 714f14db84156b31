import type { Product, Variant } from "../reads/catalog.ts";
import { digitsOf } from "../ui/money.ts";

const AVAILABLE: Record<Variant["availability"], string> = {
  in_stock: "InStock",
  low_stock: "LimitedAvailability",
  backorder: "BackOrder",
  out_of_stock: "OutOfStock",
};

/** The product as https://schema.org/Product, for search engines. */
export function productData({ name, slug, description, images, vendor, variants }: Product): object {
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name,
    // Its HTML is well-formed: what stands between tags is the text.
    description: description.replaceAll(/<[^>]*>/g, " ").trim(),
    url: `${location.origin}/products/${slug}`,
    image: images.map(({ url }) => url),
    ...(vendor === undefined ? {} : { brand: { "@type": "Brand", name: vendor } }),
    offers: variants.map(({ sku, price, availability }) => ({
      "@type": "Offer",
      sku,
      price: (price.amount / 10 ** digitsOf(price.currency)).toFixed(digitsOf(price.currency)),
      priceCurrency: price.currency,
      availability: `https://schema.org/${AVAILABLE[availability]}`,
      url: `${location.origin}/products/${slug}?${new URLSearchParams({ sku })}`,
    })),
  };
}
