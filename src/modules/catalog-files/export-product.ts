/** All that the shop knows of a product, in the shape of a line of NDJSON (`ndjsonProductSchema` reads it back). */
export interface ExportedProduct {
  id: string;
  slug: string;
  name: string;
  description: string;
  vendor: string | null;
  status: "draft" | "active" | "archived";
  publish_at: string | null;
  tags: string[];
  seo_title: string | null;
  seo_description: string | null;
  attributes: Record<string, string>;
  categories: { slug: string; name: string }[][];
  options: { name: string; values: string[] }[];
  images: { url: string; alt: string }[];
  metadata: Record<string, unknown>;
  variants: ExportedVariant[];
}

/** A variant on sale; archived ones are not exported. */
export interface ExportedVariant {
  id: string;
  sku: string;
  title: string;
  options: Record<string, string>;
  prices: Record<string, { amount: number; compare_at_amount: number | null }>;
  weight_grams: number;
  barcode: string | null;
  image_url: string | null;
  requires_shipping: boolean;
  taxable: boolean;
  tax_code: string | null;
  inventory_policy: "deny" | "continue";
  /** Units at the main location that no order holds; null when it has no stock record, or more are ordered than there are. */
  available: number | null;
  metadata: Record<string, unknown>;
}
