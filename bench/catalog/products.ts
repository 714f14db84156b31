import { base, en, Faker } from "@faker-js/faker";
import type { Category, Product } from "../../src/modules/catalog/index.ts";

/** What the requests are made from; the whole product would take a lot of memory 100,000 times. */
export interface Known {
  id: string;
  createdAt: string;
  slug: string;
  name: string;
  category: string;
  material: string;
}

const SEED = 20_261_122;
const SIZES = ["S", "M", "L"];
/** The first products are the same in a catalog of every size. */
const FIRST_CREATED = Date.UTC(2025, 0, 1);

export const CATEGORIES: Category[] = [
  "Kitchen,Garden,Outdoors,Desk,Bath,Coffee,Audio,Apparel,Lighting,Toys",
  "Knives,Planters,Tents,Lamps,Towels,Grinders,Speakers,Shirts,Lanterns,Puzzles",
].flatMap((names, level) =>
  names.split(",").map((name, position) => ({
    id: uuid(level * 10 + position, 9),
    slug: name.toLowerCase(),
    name,
    description: "",
    parent_id: level === 0 ? null : uuid(position, 9),
    position,
    product_count: 0,
    version: 1,
  })),
);

/** `count` products of three variants each, always the same ones. Prices are in US cents. */
export function* generatedProducts(count: number): Generator<Product> {
  const faker = new Faker({ locale: [en, base], seed: SEED });
  for (let index = 0; index < count; index++) yield product(faker, index);
}

function product(faker: Faker, index: number): Product {
  const name = faker.commerce.productName();
  const amount = faker.number.int({ min: 500, max: 50_000 });
  const category = faker.helpers.arrayElement(CATEGORIES);
  const sku = `${faker.string.alpha({ length: 3, casing: "upper" })}-${String(index).padStart(6, "0")}`;
  const price = { amount, currency: "USD" };
  const availability = faker.helpers.arrayElement(["in_stock", "low_stock", "out_of_stock"] as const);
  const createdAt = new Date(FIRST_CREATED + index * 60_000).toISOString();
  return {
    id: uuid(index, 1),
    slug: `${name.toLowerCase().replaceAll(/[^a-z]+/g, "-")}-${index}`,
    name,
    description: `<p>${faker.commerce.productDescription()}</p><p>${faker.lorem.paragraph()}</p>`,
    sku: `${sku}-S`,
    price,
    is_active: true,
    status: "active",
    vendor: `Workshop ${faker.number.int({ min: 1, max: 50 })}`,
    categories: [{ id: category.id, slug: category.slug, name: category.name }],
    tags: faker.helpers.arrayElements(["gift", "handmade", "sale", "new", "organic", "classic"], 2),
    attributes: { material: faker.commerce.productMaterial(), color: faker.color.human() },
    options: [{ name: "Size", values: SIZES }],
    variants: SIZES.map((size, position) => ({
      id: uuid(index * SIZES.length + position, 2),
      sku: `${sku}-${size}`,
      title: size,
      options: { Size: size },
      price,
      weight_grams: 200 + position * 150,
      availability,
      inventory_policy: "deny",
    })),
    images: [{ url: `https://images.example.com/${index}.jpg`, alt: name }],
    availability,
    created_at: createdAt,
    updated_at: createdAt,
    version: 1,
  };
}

function uuid(number: number, kind: number): string {
  return `01900000-0000-7000-8${String(kind).padStart(3, "0")}-${number.toString(16).padStart(12, "0")}`;
}
