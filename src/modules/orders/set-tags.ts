import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { changeOrder } from "./change-order.ts";
import { replaceTagsStmts } from "./order-tags.repo.ts";
import { happening } from "./orders.machine.ts";
import { findOrder, type OrderRow } from "./orders.repo.ts";

/** The order has these tags already. */
class NothingToChange extends Error {}

/**
 * Lets an order have these tags, and no others. Setting what it has writes nothing.
 * @throws resource.not_found; resource.precondition_failed
 */
export async function setTags(
  ctx: Ctx,
  input: { orderId: string; tags: readonly string[]; ifMatch: string | undefined },
): Promise<OrderRow> {
  const { orderId, tags, ifMatch } = input;
  try {
    await changeOrder(
      ctx,
      orderId,
      (order) => {
        const before = JSON.parse(order.tags) as string[];
        const added = tags.filter((tag) => !before.includes(tag));
        const removed = before.filter((tag) => !tags.includes(tag));
        if (added.length === 0 && removed.length === 0) throw new NothingToChange();
        return {
          steps: [happening(order, "tags_changed", { added, removed })],
          statements: replaceTagsStmts(orderId, tags),
          audit: { action: "order.set_tags", before: { tags: before }, after: { tags } },
          result: undefined,
        };
      },
      { ifMatch },
    );
  } catch (error) {
    if (!(error instanceof NothingToChange)) throw error;
  }
  const order = await findOrder(ctx, orderId);
  if (!order) throw notFound("There is no such order.");
  return order;
}
