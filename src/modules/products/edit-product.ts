import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, notFound, preconditionFailed } from "../../platform/errors.ts";
import { etagOf } from "../../platform/http/index.ts";
import { isSame } from "../../platform/is-same.ts";
import type { ProductRecord, ProductState } from "./product-state.ts";
import { readRecords } from "./product-state.repo.ts";
import { Overtaken, saveProduct } from "./save-product.ts";

/** How often a change that names no version is decided anew after somebody else's came in between. */
const ATTEMPTS = 4;

/** Which product is changed. */
export interface Target {
  id: string;
  /** Only this version is changed; undefined: whichever is found. */
  expectedVersion: number | undefined;
}

interface Edit extends Target {
  /** For the audit log, e.g. "product.update". */
  action: string;
}

/** @throws resource.not_found */
export async function productOrThrow(ctx: Ctx, id: string): Promise<ProductRecord> {
  requirePermission(ctx, "product:manage");
  const [record] = await readRecords(ctx, [id]);
  if (!record) throw notFound("There is no such product.");
  return record;
}

/** @throws resource.precondition_failed when the product is of another version than the expected one */
export function checkProductVersion(record: ProductRecord, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || record.version === expectedVersion) return;
  throw preconditionFailed("The product has changed since that version. Read it again.", {
    headers: { ETag: etagOf(record.version) },
  });
}

/**
 * Changes a product: reads it, lets `change` decide on its next state, and writes the difference. What changes nothing writes
 * nothing. Another change in between makes it decide anew, unless it is bound to a version.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`
 * @throws resource.conflict when others were faster again and again
 * @throws product.slug_taken product.sku_taken product.units_promised, and what `change` throws
 */
export function editProduct(
  ctx: Ctx,
  edit: Edit,
  change: (record: ProductRecord, attempt: number) => ProductState | Promise<ProductState>,
): Promise<ProductRecord> {
  return decideAnew(async (attempt) => {
    const record = await productOrThrow(ctx, edit.id);
    checkProductVersion(record, edit.expectedVersion);
    const next = await change(record, attempt);
    return isSame(record.state, next) ? record : saveProduct(ctx, record, next, edit.action);
  });
}

/**
 * Runs a decision again when it was overtaken; `attempt` counts from 1.
 * @throws resource.conflict after the last attempt
 */
export async function decideAnew<Result>(decide: (attempt: number) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await decide(attempt);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
  throw conflict("The product was changed at the same time. Read it again and retry.");
}
