import type Stripe from "stripe";
import type { LedgerKind, PaidWith } from "./payments.table.ts";

/** One entry of a payment's ledger. Amounts are not negative, in minor units; `providerRef` makes it the same entry when it is told again. */
export interface LedgerEntry {
  kind: LedgerKind;
  amount: number;
  providerRef: string;
  /** Where it is not the payment's. */
  currency?: string;
  detail?: string | null;
  /** When it happened at Stripe; now, where Stripe does not say. */
  occurredAt?: Date | undefined;
}

/** The latest charge that was attempted for an intent. */
export function chargeIdOf(intent: Pick<Stripe.PaymentIntent, "latest_charge">): string | null {
  const charge = intent.latest_charge;
  return typeof charge === "string" ? charge : (charge?.id ?? null);
}

/** The latest charge itself, where it was asked for. */
export function chargeOf(intent: Pick<Stripe.PaymentIntent, "latest_charge">): Stripe.Charge | undefined {
  const charge = intent.latest_charge;
  return typeof charge === "object" && charge !== null ? charge : undefined;
}

/** What an intent, with its latest charge, has to say to the ledger. Pure; telling it again tells the same. */
export function intentEntries(intent: Stripe.PaymentIntent): LedgerEntry[] {
  const charge = chargeOf(intent);
  const providerRef = chargeIdOf(intent) ?? intent.id;
  const occurredAt = timeOf(charge?.created);
  const authorized = (amount: number): LedgerEntry => ({
    kind: "authorized",
    amount,
    providerRef,
    occurredAt,
  });
  if (intent.status === "succeeded")
    return [...capturedEntries(intent, charge, authorized), ...feeEntries(charge?.balance_transaction)];
  if (intent.status === "requires_capture") return [authorized(intent.amount_capturable)];
  if (intent.status !== "canceled") return failedEntries(intent, providerRef);
  // An attempt that was only authorised when the intent was cancelled.
  if (charge?.status !== "succeeded" || charge.captured) return [];
  const released = voided(charge.amount, providerRef, intent.cancellation_reason, timeOf(intent.canceled_at));
  return [authorized(charge.amount), released];
}

function capturedEntries(
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge | undefined,
  authorized: (amount: number) => LedgerEntry,
): LedgerEntry[] {
  const providerRef = chargeIdOf(intent) ?? intent.id;
  const isManual = intent.capture_method === "manual";
  const captured: LedgerEntry = {
    kind: "captured",
    amount: intent.amount_received,
    providerRef,
    occurredAt:
      timeOf(transactionOf(charge?.balance_transaction)?.created) ??
      (isManual ? undefined : timeOf(charge?.created)),
  };
  if (!isManual) return [captured];
  // Capturing a part lets go of the rest.
  const rest = intent.amount - intent.amount_received;
  return [
    authorized(intent.amount),
    captured,
    ...(rest > 0 ? [voided(rest, providerRef, "captured_less")] : []),
  ];
}

function voided(amount: number, providerRef: string, detail: string | null, occurredAt?: Date): LedgerEntry {
  return { kind: "voided", amount, providerRef, detail, occurredAt };
}

function failedEntries(intent: Stripe.PaymentIntent, providerRef: string): LedgerEntry[] {
  const error = intent.last_payment_error;
  if (!error) return [];
  return [
    { kind: "failed", amount: intent.amount, providerRef, detail: error.decline_code ?? error.code ?? null },
  ];
}

/** What a refund has to say to the ledger: also of one that failed the money went and came back. Pure. */
export function refundEntries(refund: Stripe.Refund): LedgerEntry[] {
  const made: LedgerEntry = {
    kind: "refunded",
    amount: refund.amount,
    providerRef: refund.id,
    occurredAt: timeOf(refund.created),
  };
  const fees = [refund.balance_transaction, refund.failure_balance_transaction].flatMap((transaction) =>
    feeEntries(transaction),
  );
  if (!isUndone(refund.status)) return [made, ...fees];
  const back = transactionOf(refund.failure_balance_transaction);
  const detail = refund.failure_reason ?? refund.status;
  return [
    made,
    {
      kind: "refund_failed",
      amount: refund.amount,
      providerRef: refund.id,
      detail,
      occurredAt: timeOf(back?.created),
    },
    ...fees,
  ];
}

/** What a dispute has to say to the ledger: nothing while it is an inquiry that moves no money. Pure. */
export function disputeEntries(dispute: Stripe.Dispute, currency: string): LedgerEntry[] {
  return dispute.balance_transactions.flatMap((transaction) => {
    // The balance may be kept in another currency than the customer paid in.
    const isSame = transaction.currency.toUpperCase() === currency;
    const amount = isSame ? Math.abs(transaction.amount) : dispute.amount;
    const moved: LedgerEntry = {
      kind: transaction.amount < 0 ? "disputed" : "dispute_reinstated",
      amount,
      providerRef: transaction.id,
      detail: dispute.id,
      occurredAt: timeOf(transaction.created),
    };
    return [...(transaction.amount === 0 ? [] : [moved]), ...feeEntries(transaction)];
  });
}

function feeEntries(source: string | Stripe.BalanceTransaction | null | undefined): LedgerEntry[] {
  const transaction = transactionOf(source);
  if (!transaction || transaction.fee === 0) return [];
  const { id, fee, currency, created } = transaction;
  return [
    {
      kind: fee < 0 ? "fee_returned" : "fee",
      amount: Math.abs(fee),
      providerRef: id,
      currency: currency.toUpperCase(),
      occurredAt: timeOf(created),
    },
  ];
}

function transactionOf(source: string | Stripe.BalanceTransaction | null | undefined) {
  return typeof source === "object" && source !== null ? source : undefined;
}

/**
 * Whether Stripe calls a refund what only releases the part of an authorisation that was not captured: it moves no money. Pure.
 */
export function isRelease(refund: Stripe.Refund, intent: Stripe.PaymentIntent | undefined): boolean {
  return (
    refund.balance_transaction === null &&
    refund.status === "succeeded" &&
    intent?.capture_method === "manual" &&
    refund.amount === intent.amount - intent.amount_received
  );
}

/** Whether a refund's money is back with the shop. */
export function isUndone(status: string | null): boolean {
  return status === "failed" || status === "canceled";
}

/** What the shopper paid with, as it may be shown. */
export function methodOf(charge: Stripe.Charge | undefined): PaidWith | null {
  const details = charge?.payment_method_details;
  if (!details) return null;
  const { brand, last4 } = details.card ?? {};
  return { type: details.type, ...(brand ? { brand } : {}), ...(last4 ? { last4 } : {}) };
}

function timeOf(seconds: number | null | undefined): Date | undefined {
  return seconds == null ? undefined : new Date(seconds * 1000);
}
