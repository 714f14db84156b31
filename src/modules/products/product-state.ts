import type { StockFacts } from "../catalog/index.ts";

/** Minor units, as is `compareAt`. */
export interface Price {
  amount: number;
  compareAt: number | null;
}

export interface VariantState {
  id: string;
  sku: string;
  title: string;
  options: Record<string, string>;
  /** By currency. */
  prices: Record<string, Price>;
  weightGrams: number;
  barcode: string | null;
  imageUrl: string | null;
  requiresShipping: boolean;
  taxable: boolean;
  taxCode: string | null;
  inventoryPolicy: "deny" | "continue";
  metadata: Record<string, unknown>;
}

export interface Option {
  name: string;
  values: string[];
}

export interface CategoryLink {
  id: string;
  slug: string;
  name: string;
}

/** All that staff decide about a product. A change is a new state; what is to be written is the difference. */
export interface ProductState {
  id: string;
  slug: string;
  name: string;
  description: string;
  vendor: string | null;
  status: "draft" | "active" | "archived";
  publishAt: string | null;
  tags: string[];
  seoTitle: string | null;
  seoDescription: string | null;
  metadata: Record<string, unknown>;
  attributes: Record<string, string>;
  options: Option[];
  categories: CategoryLink[];
  /** Ids of other products. */
  related: string[];
  /** Those on sale, in order; the first is the default variant. */
  variants: VariantState[];
  /** Those that are no longer sold: orders name them, and they keep their SKU. */
  archived: VariantState[];
}

/** What belongs to a product and is changed elsewhere. */
export interface ProductRecord {
  state: ProductState;
  version: number;
  createdAt: string;
  updatedAt: string;
  media: { url: string; alt: string }[];
  /** By variant. */
  stock: ReadonlyMap<string, StockFacts>;
  /** Whether the product is as the last import left it. */
  imported: boolean;
}

/** A variant's value of an option: "constructor" is a possible name, and no value that all objects have. */
export function valueOf(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** How a variant is called after its options. */
export function variantTitle(options: readonly Option[], values: Readonly<Record<string, string>>): string {
  return options.length === 0
    ? "Default"
    : options.map(({ name }) => valueOf(values, name) ?? "").join(" / ");
}

/** The combination of a variant's options, comparable whatever order they were given in. */
export function combinationOf(options: readonly Option[], values: Readonly<Record<string, string>>): string {
  return JSON.stringify(options.map(({ name }) => valueOf(values, name) ?? null));
}
