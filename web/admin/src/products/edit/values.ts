import { digitsOf, toMajor } from "../../shared/format.ts";
import type { Product, Variant } from "./product.ts";

/** A product as its form holds it: amounts as they are typed, variants and options by position. */
export interface ProductValues {
  id: string;
  name: string;
  slug: string;
  description: string;
  status: Product["status"];
  /** An ISO time, or "" for none. */
  publish_at: string;
  vendor: string;
  tags: string[];
  /** Ids. */
  categories: string[];
  attributes: AttributeValue[];
  seo: { title: string; description: string };
  options: OptionValues[];
  variants: VariantValues[];
}

export interface AttributeValue {
  name: string;
  value: string;
}

export interface OptionValues {
  name: string;
  values: string[];
}

export interface VariantValues {
  /** Names the row: its id, or something of its own for a new one. */
  key: string;
  /** Absent: not saved yet. */
  id?: string;
  /** Its value of each of the product's options, in their order. */
  options: string[];
  sku: string;
  prices: Record<string, PriceValues>;
  weight: string;
  barcode: string;
  policy: Variant["inventory_policy"];
  image: string;
  requires_shipping: boolean;
  taxable: boolean;
  tax_code: string;
}

/** In major units, as people type them; "" for none. */
export interface PriceValues {
  amount: string;
  compareAt: string;
}

/** What the form shows of a product. */
export function valuesOf(product: Product): ProductValues {
  return {
    id: product.id,
    name: product.name,
    slug: product.slug,
    description: product.description ?? "",
    status: product.status,
    publish_at: product.publish_at ?? "",
    vendor: product.vendor ?? "",
    tags: product.tags,
    categories: product.categories.map(({ id }) => id),
    attributes: Object.entries(product.attributes).map(([name, value]) => ({ name, value })),
    seo: { title: product.seo?.title ?? "", description: product.seo?.description ?? "" },
    options: product.options,
    variants: product.variants.map((variant) => variantValues(variant, product.options)),
  };
}

function variantValues(variant: Variant, options: Product["options"]): VariantValues {
  return {
    key: variant.id,
    id: variant.id,
    options: options.map(({ name }) => variant.options[name] ?? ""),
    sku: variant.sku,
    prices: Object.fromEntries(
      variant.prices.map(({ amount, currency, compare_at_amount: compareAt }) => [
        currency,
        {
          amount: amountText(amount, currency),
          compareAt: compareAt === undefined ? "" : amountText(compareAt, currency),
        },
      ]),
    ),
    weight: variant.weight_grams === undefined ? "" : String(variant.weight_grams),
    barcode: variant.barcode ?? "",
    policy: variant.inventory_policy,
    image: variant.image_url ?? "",
    requires_shipping: variant.requires_shipping,
    taxable: variant.taxable,
    tax_code: variant.tax_code ?? "",
  };
}

/** Minor units as somebody would type them: 1850 of USD is "18.50". */
function amountText(amount: number, currency: string): string {
  return toMajor({ amount, currency }).toFixed(digitsOf(currency));
}

/** A product that is not made yet, with the one variant that every product has. */
export function emptyValues(): ProductValues {
  return {
    id: "",
    name: "",
    slug: "",
    description: "",
    status: "draft",
    publish_at: "",
    vendor: "",
    tags: [],
    categories: [],
    attributes: [],
    seo: { title: "", description: "" },
    options: [],
    variants: [newVariant([])],
  };
}

/** A variant for a combination, like `template` in what variants of a product usually share. */
export function newVariant(options: string[], template?: VariantValues): VariantValues {
  return {
    key: `new-${crypto.randomUUID()}`,
    options,
    sku: "",
    prices: template?.prices ?? {},
    weight: template?.weight ?? "",
    barcode: "",
    policy: template?.policy ?? "deny",
    image: "",
    requires_shipping: template?.requires_shipping ?? true,
    taxable: template?.taxable ?? true,
    tax_code: template?.tax_code ?? "",
  };
}
