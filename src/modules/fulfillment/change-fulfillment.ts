import type { Ctx } from "../../platform/ctx.ts";
import { notFound, preconditionFailed } from "../../platform/errors.ts";
import { isMatch } from "../../platform/http/index.ts";
import { changeOrder, type OrderChange, OrderChangedMeanwhile, type OrderRow } from "../orders/index.ts";
import { findFulfillment, type FulfillmentLineJson, type FulfillmentRow } from "./fulfillment.repo.ts";
import { fulfillmentEtag } from "./fulfillment.view.ts";
import type { WantedUnits } from "./plan-units.ts";

/** Which fulfillment of which order, and the ETag that it must have. */
export interface FulfillmentRef {
  orderId: string;
  id: string;
  ifMatch?: string | undefined;
}

/** The CHECKs of the counters: what was decided no longer fits the lines. */
const COUNTERS = [
  "order_lines_fulfilled_within_quantity",
  "order_lines_shipped_within_fulfilled",
  "order_lines_delivered_within_shipped",
];

/** What it means when a counter would leave its bounds: look at the order again. */
export const countersChanged = Object.fromEntries(
  COUNTERS.map((name) => [name, () => new OrderChangedMeanwhile()]),
);

/** A change of one fulfillment; the order is its entity in the audit log, so that it goes with the person's erasure. */
type FulfillmentChange = Omit<OrderChange<void>, "result">;

/**
 * Changes a fulfillment as a change of its order: of two that were decided from the same state, one is decided anew. Answers it as it
 * is afterwards.
 * @throws resource.not_found; resource.precondition_failed; what `decide` throws
 */
export async function changeFulfillment(
  ctx: Ctx,
  { orderId, id, ifMatch }: FulfillmentRef,
  decide: (order: OrderRow, fulfillment: FulfillmentRow) => FulfillmentChange,
): Promise<FulfillmentRow> {
  await changeOrder(ctx, orderId, async (order) => {
    const fulfillment = await fulfillmentOrThrow(ctx, orderId, id);
    const state = { etag: fulfillmentEtag(fulfillment, ctx), version: fulfillment.version };
    if (!isMatch(ifMatch, state)) {
      throw preconditionFailed("The fulfillment has changed since you read it. Read it again.");
    }
    const change = decide(order, fulfillment);
    return { ...change, constraints: { ...countersChanged, ...change.constraints }, result: undefined };
  });
  return fulfillmentOrThrow(ctx, orderId, id);
}

/** @throws resource.not_found when the order has no such fulfillment */
export async function fulfillmentOrThrow(ctx: Ctx, orderId: string, id: string): Promise<FulfillmentRow> {
  const row = await findFulfillment(ctx, orderId, id);
  if (!row) throw notFound("The order has no such fulfillment.");
  return row;
}

/** The units of a fulfillment. */
export function unitsOf(row: FulfillmentRow): WantedUnits[] {
  return (JSON.parse(row.lines) as FulfillmentLineJson[]).map(({ id, quantity }) => ({ id, quantity }));
}
