import { COLORS } from "./palette.ts";
import { drawPicture } from "./pictures/index.ts";
import type { Category, OptionValue, ProductOption, ProductSpec } from "./types.ts";

/** A variant with everything its catalog row says. */
export interface Variant {
  sku: string;
  values: readonly string[];
  grams: number;
  quantity: number;
  policy: "deny" | "continue";
  price: number;
  compareAt?: number | undefined;
  cost?: number | undefined;
  barcode?: string | undefined;
  image?: string | undefined;
}

/** A picture of a product: where the shop serves it, what it shows, and the SVG itself. */
export interface Image {
  file: string;
  src: string;
  alt: string;
  svg: string;
}

/** A product with its variants and pictures. */
export interface Product {
  spec: ProductSpec;
  type: string;
  variants: readonly Variant[];
  images: readonly Image[];
}

/** Turns a label into the part of a URL: lower case ASCII letters and digits with hyphens. */
function slug(label: string): string {
  const plain = label.normalize("NFD").replace(/\p{M}/gu, "");
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The check digit of the first twelve digits of an EAN-13. */
export function checkDigit(digits: string): number {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/** An EAN-13 from the in-store range: 2, then the product's and the variant's number. */
function barcode(product: number, variant: number): string {
  const digits = `2${String(10 + (product % 80)).padStart(2, "0")}${String(40000 + product * 137).padStart(6, "0")}${String(variant + 1).padStart(3, "0")}`;
  return `${digits}${checkDigit(digits)}`;
}

function combinations(options: readonly ProductOption[]): OptionValue[][] {
  return options.reduce<OptionValue[][]>(
    (rows, option) => rows.flatMap((row) => option.values.map((value) => [...row, value])),
    [[]],
  );
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;

function fileOf(spec: ProductSpec, value: string): string {
  const first = spec.options?.find((option) => option.name === spec.art.by)?.values[0];
  return first?.[0] === value ? spec.handle : `${spec.handle}-${slug(value)}`;
}

function expandVariants(spec: ProductSpec, number: number): Variant[] {
  const options = spec.options ?? [];
  const rows = combinations(options);
  if (rows.length !== spec.stock.length) throw new Error(`${spec.handle}: ${rows.length} combinations`);
  const by = options.findIndex((option) => option.name === spec.art.by);
  return rows.flatMap((row, index) => {
    const quantity = spec.stock[index];
    if (quantity === null || quantity === undefined) return [];
    const sku = [spec.sku, ...row.map((value) => value[1])].join("-");
    const added = row.reduce((sum, value) => sum + (value[2] ?? 0), 0);
    const onSale =
      spec.was !== undefined && (!spec.wasOnly || row.some((value) => value[0] === spec.wasOnly));
    const price = cents(spec.price + added);
    const share = spec.costShare ?? 0.42;
    const shown = row[by]?.[0];
    return [
      {
        sku,
        values: row.map((value) => value[0]),
        grams: row.reduce((grams, value) => value[3] ?? grams, spec.grams),
        quantity,
        policy: spec.backorder?.includes(sku) ? "continue" : "deny",
        price,
        compareAt: onSale && spec.was !== undefined ? cents(spec.was + added) : undefined,
        cost: share ? cents(price * share) : undefined,
        barcode: spec.barcodes ? barcode(number, index) : undefined,
        image: shown === undefined ? undefined : `/demo/${fileOf(spec, shown)}.svg`,
      },
    ];
  });
}

function colorOf(label: string): string {
  const color = COLORS[label];
  if (!color) throw new Error(`no picture color for "${label}"`);
  return color;
}

function expandImages(spec: ProductSpec, backdrop: string): Image[] {
  const { kind, by, scene, trim = "#d0a24c" } = spec.art;
  const shown = spec.options?.find((option) => option.name === by)?.values.map((value) => value[0]) ?? [];
  if (by && shown.length === 0) throw new Error(`${spec.handle}: no option ${by}`);
  const color = spec.art.color ?? colorOf(shown[0] ?? "");
  const image = (file: string, alt: string, tone: string, place?: "shelf" | "hills"): Image => ({
    file: `${file}.svg`,
    src: `/demo/${file}.svg`,
    alt,
    svg: drawPicture({ kind, color: tone, trim, backdrop, scene: place }),
  });
  const images = shown.length
    ? shown.map((label) => image(fileOf(spec, label), `${spec.title} in ${label}`, colorOf(label)))
    : [image(spec.handle, spec.title, color)];
  if (scene) {
    const place = scene === "hills" ? "outdoors" : "on a shelf";
    images.push(image(`${spec.handle}-scene`, `${spec.title} ${place}`, color, scene));
  }
  return images;
}

/** Expands the compact data of all categories into products with variants and pictures. */
export function expandCatalog(categories: readonly Category[]): Product[] {
  const listed = categories.flatMap((category) => category.products.map((spec) => ({ category, spec })));
  return listed.map(({ category, spec }, index) => ({
    spec,
    type: category.type,
    variants: expandVariants(spec, index + 1),
    images: expandImages(spec, category.backdrop),
  }));
}
