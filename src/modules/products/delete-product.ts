import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { productChanged } from "../catalog/index.ts";
import { checkProductVersion, decideAnew, productOrThrow, type Target } from "./edit-product.ts";
import { differenceOf } from "./product-audit.ts";
import { deleteProductStmts, findOrdered, VARIANT_NOT_ORDERED } from "./product-delete.repo.ts";
import type { ProductRecord } from "./product-state.ts";
import { PRODUCT_UNCHANGED } from "./product-write.repo.ts";
import { Overtaken, saveProduct } from "./save-product.ts";

/**
 * Takes a product away: deleted with all its parts, or archived when an order names it.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`; resource.conflict
 */
export async function deleteProduct(ctx: Ctx, target: Target): Promise<void> {
  await decideAnew(async (attempt) => {
    const record = await productOrThrow(ctx, target.id);
    checkProductVersion(record, target.expectedVersion);
    const variantIds = [...record.state.variants, ...record.state.archived].map(({ id }) => id);
    const ordered = await findOrdered(ctx, variantIds);
    // What still holds on to it after another look is something that must not lose it.
    if (ordered.size > 0 || attempt > 2) await archive(ctx, record);
    else await erase(ctx, record, variantIds);
  });
}

async function archive(ctx: Ctx, record: ProductRecord): Promise<void> {
  if (record.state.status === "archived") return;
  const next = { ...record.state, status: "archived" as const, publishAt: null };
  await saveProduct(ctx, record, next, "product.archive");
}

async function erase(ctx: Ctx, record: ProductRecord, variantIds: readonly string[]): Promise<void> {
  const { id } = record.state;
  const overtaken = () => new Overtaken("the product was changed or ordered at the same time");
  await commit(ctx, {
    statements: deleteProductStmts({ id, version: record.version }, variantIds),
    audit: {
      action: "product.delete",
      entity: "product",
      entityId: id,
      ...differenceOf(record.state, undefined),
    },
    events: [productChanged({ product_ids: [id] })],
    constraints: {
      [PRODUCT_UNCHANGED]: overtaken,
      [VARIANT_NOT_ORDERED]: overtaken,
      "FOREIGN KEY": overtaken,
    },
  });
}
