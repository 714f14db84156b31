import { subscribe } from "../../platform/events.ts";
import type { Job } from "../../platform/jobs.ts";
import { closeCancelledPayments, closePaymentsOfCancelled } from "./close-payments.ts";
import { orderCancelled } from "./order-changes.events.ts";

export { findOrderChange, type OrderChangeNotice } from "./order-change-notice.ts";
export { orderCancelled, orderEdited, paymentLinkRequested, unitsCancelled } from "./order-changes.events.ts";
export { orderChangeRoutes } from "./order-changes.routes.ts";

export const orderChangeSubscribers = [
  subscribe("order-changes.close-payments", orderCancelled, (ctx, payload) =>
    closeCancelledPayments(ctx, payload.order_id),
  ),
] as const;

export const orderChangeJobs: readonly Job[] = [
  {
    name: "order-changes.close-payments",
    description: "Closes payments of cancelled orders that the event of the cancellation did not",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: closePaymentsOfCancelled,
  },
];
