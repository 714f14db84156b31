import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { categoryLinks } from "./category-links.ts";
import { changeOf, changeProduct, emptyProduct } from "./change-product.ts";
import { decideAnew } from "./edit-product.ts";
import { freeSlug, withSkus } from "./product-names.ts";
import type { ProductRecord } from "./product-state.ts";
import { skuTaken, slugTaken } from "./products.errors.ts";
import type { ProductBody } from "./products.schema.ts";
import { Overtaken, saveProduct } from "./save-product.ts";
import { shopFacts } from "./shop-facts.ts";

/**
 * Creates a product with its variants. A slug or SKU that is not given is made of the name, the options and, where that is taken,
 * a number; parallel requests get different ones.
 * @throws request.invalid with a pointer to everything that is wrong
 * @throws product.slug_taken product.sku_taken for a given one; resource.conflict
 */
export function createProduct(ctx: Ctx, body: ProductBody): Promise<ProductRecord> {
  requirePermission(ctx, "product:manage");
  const id = ctx.newId();
  return decideAnew(async (attempt) => {
    const shop = shopFacts(ctx);
    const links = await categoryLinks(ctx, body.categories, shop.problems);
    const described = changeProduct(emptyProduct(id), changeOf(body), links, shop);
    shop.problems.throwAny();
    const slug = body.slug ?? (await freeSlug(ctx, described, attempt));
    const stem = body.generate_variants ? body.sku : undefined;
    const product = await withSkus(ctx, { ...described, slug }, stem, attempt);
    const given = new Set(described.variants.map(({ sku }) => sku));
    try {
      return await saveProduct(ctx, undefined, product, "product.create");
    } catch (error) {
      throw isOfOurMaking(error, body, given) ? new Overtaken("a made name was taken meanwhile") : error;
    }
  });
}

/** Whether a name that was taken at the same time is one that we made: then we make another. */
function isOfOurMaking(error: unknown, body: ProductBody, given: ReadonlySet<string>): boolean {
  if (!(error instanceof DomainError)) return false;
  if (error.code === slugTaken.code) return body.slug === undefined;
  return error.code === skuTaken.code && !given.has(String(error.facts["sku"]));
}
