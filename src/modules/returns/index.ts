import { subscribe } from "../../platform/events.ts";
import { orderExpired } from "../orders/index.ts";
import { refundExpiredExchange } from "./refund-expired-exchange.ts";
import { returnAdminRoutes } from "./returns.admin.routes.ts";
import { returnRoutes as sharedRoutes } from "./returns.routes.ts";

export { findReturn } from "./returns.repo.ts";
export {
  returnApproved,
  returnCancelled,
  returnExchanged,
  returnReceived,
  returnRefunded,
  returnRejected,
  returnRequested,
} from "./returns.events.ts";
export { returnView } from "./returns.view.ts";
export type { Return } from "./returns.schema.ts";

export const returnSubscribers = [
  subscribe("returns.refund-expired-exchange", orderExpired, (ctx, payload) =>
    refundExpiredExchange(ctx, payload.order_id),
  ),
] as const;

export const returnRoutes = [...sharedRoutes, ...returnAdminRoutes] as const;
