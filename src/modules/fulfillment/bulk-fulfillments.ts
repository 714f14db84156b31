import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { problemResponse, unexpectedError } from "../../platform/http/index.ts";
import { describeError } from "../../platform/log.ts";
import { createFulfillment } from "./create-fulfillment.ts";
import type { BulkFulfillment, BulkFulfillmentResult } from "./fulfillment.schema.ts";
import { fulfillmentView } from "./fulfillment.view.ts";

/**
 * Creates fulfillments one after another, each by itself: one that is refused leaves the others as they are. The results stand in the
 * order of the items.
 */
export async function bulkFulfillments(
  ctx: Ctx,
  items: readonly BulkFulfillment[],
): Promise<BulkFulfillmentResult[]> {
  requirePermission(ctx, "order:manage");
  const results: BulkFulfillmentResult[] = [];
  for (const [index, { order_id: orderId, ...item }] of items.entries()) {
    try {
      const row = await createFulfillment(ctx, { orderId, ...item });
      results.push({ index, status: 201, fulfillment: fulfillmentView(row, ctx) });
    } catch (error) {
      results.push({ index, ...(await problemOf(ctx, error)) });
    }
  }
  return results;
}

async function problemOf(ctx: Ctx, error: unknown): Promise<Omit<BulkFulfillmentResult, "index">> {
  if (!(error instanceof DomainError)) ctx.log.error("a fulfillment failed", describeError(error));
  const known = error instanceof DomainError ? error : unexpectedError(error);
  const problem = problemResponse(known, ctx.config.PUBLIC_URL, ctx.requestId);
  return { status: known.status, problem: await problem.json() };
}
