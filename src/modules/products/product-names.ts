import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { generateSku, slugify } from "../catalog/index.ts";
import { findSkuOwners, findSlugs } from "./product-lookups.repo.ts";
import type { ProductState } from "./product-state.ts";

const MAX_STEM = 180;
/** How many numbers are tried behind a name that is taken. */
const NUMBERS = 20;
const ROUNDS = 5;

/** A slug made of the product's name that no product has; a second attempt gets one that is its own for sure. */
export async function freeSlug(ctx: Ctx, product: ProductState, attempt: number): Promise<string> {
  const stem =
    slugify(product.name)
      .slice(0, MAX_STEM)
      .replace(/[-_]+$/, "") || "product";
  const unique = `${stem}-${fingerprint(product.id)}`;
  if (attempt > 1) return unique;
  const wanted = [stem, ...Array.from({ length: NUMBERS }, (_, index) => `${stem}-${index + 2}`)];
  const taken = await findSlugs(ctx, wanted);
  return wanted.find((slug) => !taken.has(slug)) ?? unique;
}

/**
 * The product with a SKU for each variant that has none yet: the stem (its slug, when there is none) and the option values,
 * unlike all that are taken.
 */
export async function withSkus(
  ctx: Ctx,
  product: ProductState,
  stem: string | undefined,
  attempt: number,
): Promise<ProductState> {
  if (product.variants.every(({ sku }) => sku !== "")) return product;
  const given = [...product.variants, ...product.archived].flatMap(({ sku }) => (sku === "" ? [] : [sku]));
  const taken = new Set(given);
  const first = attempt > 1 ? `${stem ?? product.slug}-${fingerprint(product.id)}` : (stem ?? product.slug);
  for (let round = 1; ; round += 1) {
    const named = nameVariants(product, first, taken);
    const skus = named.variants.map(({ sku }) => sku);
    const owned = (await findSkuOwners(ctx, skus, product.id)).filter(({ sku }) => !given.includes(sku));
    if (owned.length === 0 || round === ROUNDS) return named;
    for (const { sku } of owned) taken.add(sku);
  }
}

function nameVariants(product: ProductState, stem: string, taken: ReadonlySet<string>): ProductState {
  const used = new Set(taken);
  const variants = product.variants.map((variant) => {
    if (variant.sku !== "") return variant;
    const sku = generateSku(stem, variant.options, used) || fingerprint(variant.id).toUpperCase();
    used.add(sku);
    return { ...variant, sku };
  });
  return { ...product, variants };
}
