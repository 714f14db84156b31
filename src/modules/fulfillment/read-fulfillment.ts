import type { Ctx } from "../../platform/ctx.ts";
import { findFulfillment } from "./fulfillment.repo.ts";
import type { Fulfillment } from "./fulfillment.schema.ts";
import { fulfillmentView } from "./fulfillment.view.ts";

/** A fulfillment for whoever tells people of it; undefined when there is none. */
export async function readFulfillment(
  ctx: Ctx,
  orderId: string,
  id: string,
): Promise<Fulfillment | undefined> {
  const row = await findFulfillment(ctx, orderId, id);
  return row ? fulfillmentView(row, ctx) : undefined;
}
