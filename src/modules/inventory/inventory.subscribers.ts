import { commit } from "../../platform/commit.ts";
import { subscribe } from "../../platform/events.ts";
import { orderPaid } from "../orders/index.ts";
import { sellStmts } from "./reservations.repo.ts";

export const inventorySubscribers = [
  subscribe("inventory.sell-reserved", orderPaid, async (ctx, { order_id }) => {
    await commit(ctx, { statements: sellStmts(ctx, order_id) });
  }),
] as const;
