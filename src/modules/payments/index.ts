import type { Job } from "../../platform/jobs.ts";
import { fetchMissedEvents } from "./receive-stripe-event.ts";

export { ensureIntent } from "./ensure-intent.ts";
export {
  cancelIntent,
  confirmIntent,
  createIntent,
  type IntentOutcome,
  isOutage,
  outcomeOfIntent,
  type PaymentIntent,
  retrieveIntent,
} from "./intents.ts";
export {
  paymentDeclined,
  paymentInProgress,
  paymentMethodInvalid,
  paymentRefused,
  paymentUnavailable,
} from "./payments.errors.ts";
export { intentChanged } from "./payments.events.ts";
export {
  applyIntentStmts,
  applyRefundsStmts,
  chargeIdOf,
  confirmKey,
  createKey,
  erasePaymentMessagesStmt,
  findPaymentOfOrder,
  insertPaymentStmt,
  paymentOfOrderStmt,
  type PaymentRow,
  refusedAttemptStmt,
} from "./payments.repo.ts";
export { refundIntent } from "./refund-intent.ts";
export { paymentRoutes } from "./payments.routes.ts";
export { eraseStripePayloadsStmt, eventProcessedStmt } from "./stripe-events.repo.ts";

export const paymentJobs: readonly Job[] = [
  { name: "payments.fetch-missed-events", cron: "* * * * *", leaseSeconds: 120, run: fetchMissedEvents },
];
