import { subscribe } from "../../platform/events.ts";
import type { Job } from "../../platform/jobs.ts";
import { carryOutRefund, carryOutRefunds } from "./carry-out-refund.ts";
import { refundRequested } from "./payments.events.ts";
import { deleteOldEvents, fetchMissedEvents } from "./receive-stripe-event.ts";

export { askForRefunds } from "./ask-for-refunds.ts";
export {
  type Books,
  type DisputeRow,
  findDispute,
  findPaymentByIntent,
  newBooks,
  paymentOfIntent,
} from "./books.repo.ts";
export { minorUnitsOf } from "./amount-input.ts";
export { captureIntent } from "./capture-intent.ts";
export { countCard } from "./count-attempt.ts";
export { carryOutRefund } from "./carry-out-refund.ts";
export { type Told } from "./convergence.ts";
export { type IntentOutcome, outcomeOfIntent, type PaymentIntent } from "./intent-outcome.ts";
export { isOutage } from "./stripe-errors.ts";
export { ensureIntent } from "./ensure-intent.ts";
export { cancelIntent, confirmIntent, createIntent, lookAtIntent, retrieveIntent } from "./intents.ts";
export { canDo, captureBlocked, PAYMENT_TRANSITIONS } from "./payments.machine.ts";
export {
  authorizationGone,
  captureExceedsAuthorized,
  paymentDeclined,
  paymentInProgress,
  paymentMethodInvalid,
  paymentNotCapturable,
  paymentNotVoidable,
  paymentRefused,
  paymentUnavailable,
  refundExceedsCaptured,
} from "./payments.errors.ts";
export {
  authorizationLapsed,
  disputeOpened,
  intentChanged,
  refundFailed,
  refundMade,
} from "./payments.events.ts";
export {
  confirmKey,
  createKey,
  erasePaymentMessagesStmt,
  findPayment,
  insertPaymentStmt,
  type PaymentRow,
  refusedAttemptStmt,
  unmadePaymentStmt,
} from "./payments.repo.ts";
export { testPaymentMethods } from "./test-methods.ts";
export { planRefund, type RefundWish } from "./plan-refund.ts";
export {
  CHANGED_MEANWHILE,
  PaymentChangedMeanwhile,
  readOrderBooks,
  recordingWork,
} from "./record-payment.ts";
export { refundIntent } from "./refund-intent.ts";
export { eraseRefundReasonsStmt, findRefund, type RefundRow } from "./refunds.repo.ts";
export { type Differences, differencesOf, refundedOf } from "./reconciliation-differences.ts";
export { takeInMissedEvents } from "./reconciliation-events.ts";
export { type IntentsPage, listIntents } from "./reconciliation-intents.ts";
export { reportReconciliation, resolveFinding } from "./reconciliation-report.ts";
export {
  ABOUT_MONEY,
  type BookedPayment,
  findBookedPayments,
  findLastChange,
  findLastRun,
  findPaymentsWithoutIntent,
  findUnfinishedPayments,
  keepRunStmts,
  type ReconciliationPosition,
  type ReconciliationRun,
} from "./reconciliation.repo.ts";
export {
  findingSchema,
  reconciliationQuery,
  reconciliationSchema,
  resolveFindingBody,
} from "./reconciliation.schema.ts";
export { ensureProviderCustomer, forgetProviderCustomer } from "./saved-customer.ts";
export {
  findProviderCustomer,
  type ProviderCustomerRow,
  providerCustomerStmt,
} from "./saved-methods.repo.ts";
export { askStripe, listSavedMethods } from "./saved-methods.ts";
export type { SavedMethod } from "./saved-methods.schema.ts";
export { savedMethodRoutes } from "./saved-methods.routes.ts";
export { attachPayer, isOthersMethod, type Payer } from "./saved-payer.ts";
export { paymentRoutes } from "./payments.routes.ts";
export { type AmountInput, captureBody, paymentSchema, testPaymentMethodsSchema } from "./payments.schema.ts";
export { paymentVersion, paymentView as fullPaymentView, refundView } from "./payments.view.ts";
export { fullPaymentOrThrow } from "./read-payments.ts";
export { REFUNDED_WITHIN_QUANTITY } from "./refunds.repo.ts";
export { REFUND_STATUSES, type RefundedLine, type RefundStatus } from "./payments.table.ts";
export { eraseStripePayloadsStmt, eventProcessedStmt } from "./stripe-events.repo.ts";

export const paymentSubscribers = [
  subscribe("payments.carry-out-refund", refundRequested, async (ctx, payload) => {
    await carryOutRefund(ctx, payload.refund_id);
  }),
] as const;

export const paymentJobs: readonly Job[] = [
  {
    name: "payments.fetch-missed-events",
    description: "Takes in events of Stripe that no webhook brought",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: fetchMissedEvents,
  },
  {
    name: "payments.carry-out-refunds",
    description: "Carries out refunds that were decided and not made yet",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 300,
    run: carryOutRefunds,
  },
  {
    name: "payments.delete-old-events",
    description: "Deletes what Stripe told us more than 90 days ago",
    schedule: { dailyAt: "02:20" },
    leaseSeconds: 120,
    run: deleteOldEvents,
  },
];
