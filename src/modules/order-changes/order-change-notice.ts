import type { Ctx } from "../../platform/ctx.ts";
import { findStepData } from "./order-changes.repo.ts";

interface Amount {
  amount: number;
  currency: string;
}

interface Figures {
  total: Amount;
  line_items?: { id: string; sku: string; quantity: number }[];
}

/** What the customer is to be told about a step of their order: what the timeline says of it. */
export interface OrderChangeNotice {
  /** What goes back. */
  amount?: Amount;
  before?: Figures;
  after?: Figures;
  line_items?: { id: string; quantity: number }[];
  difference?: Amount & { direction: "charge" | "refund" | "none" };
  /** What is still to be paid after units were cancelled. */
  outstanding?: Amount;
  address_changed?: boolean;
  shipping_changed?: boolean;
}

/** What a step of an order's timeline was about; undefined when there is none. */
export async function findOrderChange(
  ctx: Ctx,
  orderId: string,
  seq: number,
): Promise<OrderChangeNotice | undefined> {
  return findStepData(ctx, orderId, seq);
}
