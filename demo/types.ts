import type { Kind } from "./pictures/index.ts";

/** One value of an option: its label, its part of the SKU, what it adds to the price, and its own weight. */
export type OptionValue = readonly [label: string, code: string, addedPrice?: number, grams?: number];

/** An option such as Size or Color, with its values in the order of the shop's page. */
export interface ProductOption {
  name: string;
  values: readonly OptionValue[];
}

/** How a product's pictures are drawn. */
interface Art {
  kind: Kind;
  /** Main colour (hex), where no option says it. */
  color?: string;
  /** Second colour (hex): caps, labels, legs. */
  trim?: string;
  /** Option whose values each have their own picture. */
  by?: string;
  /** A second picture that shows the product in its surroundings. */
  scene?: "shelf" | "hills";
}

/** One product of the demo shop, in a compact form that `expandProduct` turns into variants. */
export interface ProductSpec {
  handle: string;
  title: string;
  body: string;
  vendor: string;
  tags: readonly string[];
  /** Start of every SKU of this product; the option codes follow. */
  sku: string;
  price: number;
  /** Compare-at price of the base variant; surcharges are added to it as they are to the price. */
  was?: number;
  /** Restricts `was` to the variants that have this option value. */
  wasOnly?: string;
  grams: number;
  options?: readonly ProductOption[];
  /** Quantity of each variant, options in row-major order; `null` leaves a combination out. */
  stock: readonly (number | null)[];
  /** SKUs that go on selling at zero. */
  backorder?: readonly string[];
  barcodes?: boolean;
  /** Cost as a share of the price; 0 leaves the cost empty. */
  costShare?: number;
  published?: boolean;
  digital?: boolean;
  giftCard?: boolean;
  seo?: readonly [title: string, description: string];
  google?: { category?: string; gender?: "unisex" | "male" | "female"; ageGroup?: "adult" | "kids" };
  art: Art;
}

/** The products of one category, which is the `Type` column of the catalog. */
export interface Category {
  type: string;
  /** Backdrop of the category's pictures (hex). */
  backdrop: string;
  products: readonly ProductSpec[];
}
