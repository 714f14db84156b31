import type { z } from "zod";
import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { problemResponse, unexpectedError } from "../../platform/http/index.ts";
import { inputErrorOf } from "../../platform/http/validation.ts";
import { describeError } from "../../platform/log.ts";
import type { BulkItem, BulkOperation } from "./bulk.schema.ts";
import { createProduct } from "./create-product.ts";
import { deleteProduct } from "./delete-product.ts";
import { adminProductView } from "./product-admin.view.ts";
import { productBody, productPatch } from "./products.schema.ts";
import { updateProduct } from "./update-product.ts";

/**
 * Carries out operations one after another, each by itself: one that is refused leaves the others as they are. The results stand in
 * the order of the operations.
 */
export async function bulkProducts(ctx: Ctx, operations: readonly BulkOperation[]): Promise<BulkItem[]> {
  requirePermission(ctx, "product:manage");
  const results: BulkItem[] = [];
  for (const [index, operation] of operations.entries()) {
    try {
      results.push({ index, ...(await carryOut(ctx, operation)) });
    } catch (error) {
      results.push({ index, ...(await problemOf(ctx, error)) });
    }
  }
  return results;
}

async function carryOut(ctx: Ctx, operation: BulkOperation): Promise<Omit<BulkItem, "index">> {
  const { op, id = "", version: expectedVersion } = operation;
  if (op === "delete") {
    await deleteProduct(ctx, { id, expectedVersion });
    return { status: 204 };
  }
  if (op === "create") {
    const record = await createProduct(ctx, parse(productBody, operation.body));
    return { status: 201, product: adminProductView(ctx, record) };
  }
  const record = await updateProduct(ctx, { id, expectedVersion }, parse(productPatch, operation.body));
  return { status: 200, product: adminProductView(ctx, record) };
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw inputErrorOf(parsed.error.issues);
}

async function problemOf(ctx: Ctx, error: unknown): Promise<Omit<BulkItem, "index">> {
  if (!(error instanceof DomainError)) ctx.log.error("an operation failed", describeError(error));
  const known = error instanceof DomainError ? error : unexpectedError(error);
  const problem = problemResponse(known, ctx.config.PUBLIC_URL, ctx.requestId);
  return { status: known.status, problem: await problem.json() };
}
