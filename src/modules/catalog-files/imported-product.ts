import type { ImportReport } from "../catalog/index.ts";

/** A row that was refused, as the report lists it. */
export type ImportError = ImportReport["errors"][number];

/** A category by slug; `parent` is the slug of the one above it. */
export interface ImportedCategory {
  slug: string;
  name: string;
  parent: string | null;
}

/** Minor units of a currency. */
export interface ImportedPrice {
  currency: string;
  amount: number;
  compareAtAmount: number | null;
}

export interface ImportedVariant {
  line: number;
  /** Only where the format has ids. */
  id?: string;
  /** As the file has it; null when it has none. */
  sku: string | null;
  /** For a new variant without a SKU: the same text for the same file, unique within it. */
  generatedSku: string;
  title: string;
  options: Record<string, string>;
  weightGrams: number;
  barcode: string | null;
  imageUrl: string | null;
  requiresShipping: boolean;
  taxable: boolean;
  taxCode: string | null;
  inventoryPolicy: "deny" | "continue";
  /** Minor units of the import's currency, as is `compareAtPrice`; null leaves the price in it as it is. */
  price: number | null;
  compareAtPrice: number | null;
  /** In other currencies than the import's. */
  otherPrices?: ImportedPrice[];
  /** null: the file does not say. */
  quantity: number | null;
  /** Columns without a field of their own, verbatim. */
  metadata: Record<string, string>;
  /** Instead of `metadata`, where the format has all of it. */
  allMetadata?: Record<string, unknown>;
}

export interface ProductFields {
  name: string;
  description: string;
  vendor: string | null;
  status: "draft" | "active" | "archived";
  tags: string[];
  seoTitle: string | null;
  seoDescription: string | null;
  attributes: Record<string, string>;
  /** From the top of the tree down; the product is linked to the last, unless `categoryLinks` says otherwise. */
  categories: ImportedCategory[];
  /** The slugs of all categories that the product is linked to, in order. */
  categoryLinks?: string[];
  /** Columns without a field of their own, verbatim. */
  metadata: Record<string, string>;
}

/** A product as a file describes it, independent of what the shop has already. */
export interface ImportedProduct extends ProductFields {
  /** Only where the format has ids: of a product that the shop does not have yet. */
  id?: string;
  slug: string;
  options: { name: string; values: string[] }[];
  media: { url: string; alt: string }[];
  variants: ImportedVariant[];
  /** Instead of `metadata`, where the format has all of it. */
  allMetadata?: Record<string, unknown>;
  /** When a draft goes on sale by itself; only where the format tells. */
  publishAt?: string | null;
  /** The lines of the rows that were taken. */
  lines: number[];
  /** false when a row of it was refused: what is absent from it may still be meant to exist. */
  complete: boolean;
}
