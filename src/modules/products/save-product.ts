import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, type DomainError } from "../../platform/errors.ts";
import { productChanged } from "../catalog/index.ts";
import { importStockStmts, NOT_OVERSOLD } from "../inventory/index.ts";
import { differenceOf } from "./product-audit.ts";
import { VARIANT_NOT_ORDERED } from "./product-delete.repo.ts";
import { findSkuOwners } from "./product-lookups.repo.ts";
import type { ProductRecord, ProductState } from "./product-state.ts";
import { insertProductStmts, PRODUCT_UNCHANGED, updateProductStmts } from "./product-write.repo.ts";
import { skuTaken, slugTaken, unitsPromised } from "./products.errors.ts";

/** Thrown when what a change was decided on is no longer so: it has to be decided anew. */
export class Overtaken extends Error {}

/** Marks a SKU's UNIQUE constraint: which SKU it was has to be asked. */
class SkuViolated extends Error {}

/**
 * Writes a product that is new (no `before`) or changed, with audit row and event, in one commit.
 * @throws Overtaken when the product is no longer as it was read
 * @throws product.slug_taken product.sku_taken product.units_promised
 */
export async function saveProduct(
  ctx: Ctx,
  before: ProductRecord | undefined,
  after: ProductState,
  action: string,
): Promise<ProductRecord> {
  const now = isoTime(ctx.now());
  const overtaken = () => new Overtaken("the product was changed at the same time");
  try {
    await commit(ctx, {
      statements: [
        ...(before
          ? updateProductStmts(ctx, before.state, after, before.version, now)
          : insertProductStmts(after, now)),
        ...importStockStmts(ctx, stockOf(before?.state, after)),
      ],
      audit: { action, entity: "product", entityId: after.id, ...differenceOf(before?.state, after) },
      events: [productChanged({ product_ids: [after.id] })],
      constraints: {
        [PRODUCT_UNCHANGED]: overtaken,
        [VARIANT_NOT_ORDERED]: overtaken,
        // A category or a related product was deleted meanwhile.
        "FOREIGN KEY": overtaken,
        "products.slug": () => slugTakenError(after.slug),
        "product_variants.sku": () => new SkuViolated("a SKU is taken"),
        [NOT_OVERSOLD]: () =>
          unitsPromised(
            "A variant that takes back-orders has promised more units than are on hand. Add stock first.",
          ),
      },
    });
  } catch (error) {
    throw error instanceof SkuViolated ? await skuTakenError(ctx, after) : error;
  }
  return {
    state: after,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    media: before?.media ?? [],
    stock: before?.stock ?? new Map(),
    imported: false,
  };
}

/** New variants get a stock record; the others only learn whether they may be back-ordered. */
function stockOf(before: ProductState | undefined, after: ProductState) {
  const old = new Map(
    [...(before?.variants ?? []), ...(before?.archived ?? [])].map((variant) => [variant.id, variant]),
  );
  return after.variants
    .filter(({ id, inventoryPolicy }) => old.get(id)?.inventoryPolicy !== inventoryPolicy)
    .map(({ id, inventoryPolicy }) => ({
      variantId: id,
      available: null,
      backorder: inventoryPolicy === "continue",
    }));
}

function slugTakenError(slug: string): DomainError {
  return slugTaken(`The slug "${slug}" belongs to another product.`, { facts: { slug } });
}

async function skuTakenError(ctx: Ctx, after: ProductState): Promise<DomainError> {
  const skus = [...after.variants, ...after.archived].map(({ sku }) => sku);
  const [owner] = await findSkuOwners(ctx, skus, after.id);
  if (!owner) return conflict("A SKU was taken at the same time. Try again.");
  return skuTaken(`The SKU "${owner.sku}" belongs to another product.`, {
    facts: { sku: owner.sku, product_id: owner.product_id },
  });
}
