import type { Ctx } from "../../platform/ctx.ts";
import { isUuid } from "../../platform/ids.ts";
import { findProductId, productView, readProducts } from "../catalog/index.ts";
import type { Leveled } from "./cache-levels.ts";
import type { Absent, CachedText } from "./catalog-cache.ts";
import { documentText } from "./document-text.ts";
import { findAbsent } from "./read-product.ts";

/** The public document of an active product by id or slug, made from the system of record: what staff changed is in it at once. */
export async function readFreshProduct(
  ctx: Ctx,
  currency: string,
  idOrSlug: string,
): Promise<Leveled<CachedText | Absent>> {
  const found = await readPrimary(ctx, currency, idOrSlug);
  return { value: found ?? (await findAbsent(ctx, idOrSlug)), level: "primary" };
}

async function readPrimary(ctx: Ctx, currency: string, idOrSlug: string): Promise<CachedText | undefined> {
  const id = isUuid(idOrSlug) ? idOrSlug : await findProductId(ctx, idOrSlug);
  if (id === undefined) return undefined;
  const [[product], variants] = await readProducts(ctx, [id]);
  if (product?.status !== "active") return undefined;
  const view = productView(product, variants, currency, ctx.config);
  return view && documentText(view);
}
