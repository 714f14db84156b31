import type { Job } from "../../platform/jobs.ts";
import { fetchMissedEvents } from "./receive-stripe-event.ts";

export {
  cancelIntent,
  confirmIntent,
  createIntent,
  type IntentOutcome,
  recoverIntent,
  refundIntent,
  retrieveIntent,
} from "./intents.ts";
export {
  paymentDeclined,
  paymentInProgress,
  paymentMethodInvalid,
  paymentUnavailable,
} from "./payments.errors.ts";
export { intentChanged } from "./payments.events.ts";
export {
  applyIntentStmts,
  applyRefundStmts,
  attemptKey,
  chargeIdOf,
  findPaymentOfOrder,
  insertPaymentStmt,
  type PaymentRow,
  refusedAttemptStmt,
} from "./payments.repo.ts";
export { eventProcessedStmt } from "./stripe-events.repo.ts";
export { paymentRoutes } from "./payments.routes.ts";
export type { PaymentIntent } from "./intents.ts";

export const paymentJobs: readonly Job[] = [
  { name: "payments.fetch-missed-events", cron: "* * * * *", leaseSeconds: 120, run: fetchMissedEvents },
];
