import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { type Product, productView, readProducts } from "../catalog/index.ts";
import { findRelatedIds } from "./products.repo.ts";

/**
 * The products on sale that go with a product on sale, in the order that staff gave them. Read from the nearest replica.
 * @throws resource.not_found
 */
export async function listRelated(ctx: Ctx, id: string, currency: string): Promise<Product[]> {
  const database = ctx.env.DB.withSession("first-unconstrained");
  const ids = await findRelatedIds(database, id);
  const [products, variants] = await readProducts(ctx, [id, ...ids], database);
  const isOnSale = (wanted: string) => products.find((row) => row.id === wanted && row.status === "active");
  if (!isOnSale(id)) throw notFound("There is no such product.");
  return ids.flatMap((related) => {
    const product = isOnSale(related);
    const own = variants.filter((variant) => variant.product_id === related);
    return (product && productView(product, own, currency, ctx.config)) ?? [];
  });
}
