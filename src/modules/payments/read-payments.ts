import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput, notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import {
  type DayRow,
  findDailyTotals,
  findFullPayment,
  findPayments,
  findRefundsOfPayment,
  type FullPaymentRow,
  type PaymentFilter,
} from "./payment-rows.repo.ts";
import { findPayment } from "./payments.repo.ts";
import { findRefund, type RefundRow } from "./refunds.repo.ts";

const DAY_SECONDS = 24 * 60 * 60;
const MOST_DAYS = 366;

/** A payment with all that is known of it. @throws resource.not_found */
export async function fullPaymentOrThrow(ctx: Ctx, id: string): Promise<FullPaymentRow> {
  const payment = await findFullPayment(ctx, id);
  if (!payment) throw notFound("There is no such payment.");
  return payment;
}

export interface ListPayments extends PaymentFilter {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/** One keyset page of payments. */
export async function listPayments(ctx: Ctx, input: ListPayments) {
  const { limit, cursor, sort, created_from, created_to, ...rest } = input;
  const filter = { ...rest, created_from: normalTime(created_from), created_to: normalTime(created_to) };
  const page = { after: decodeCursor(cursor, sort), descending: sort === "-created_at", limit: limit + 1 };
  const rows = await findPayments(ctx, filter, page);
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/** Rows have their times with milliseconds; what is compared with them must have them, too. */
function normalTime(time: string | undefined): string | undefined {
  return time === undefined ? undefined : isoTime(new Date(time));
}

/** One keyset page of a payment's refunds, oldest first. @throws resource.not_found for an unknown payment */
export async function listRefunds(
  ctx: Ctx,
  paymentId: string,
  input: { limit: number; cursor?: string | undefined },
) {
  const sort = "created_at";
  const after = decodeCursor(input.cursor, sort);
  const rows = await findRefundsOfPayment(ctx, paymentId, { after, limit: input.limit + 1 });
  if (rows.length === 0 && !(await findPayment(ctx, paymentId))) throw notFound("There is no such payment.");
  return pageOf(rows, input.limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/** A refund of a payment. @throws resource.not_found, also for another payment's */
export async function refundOrThrow(ctx: Ctx, paymentId: string, refundId: string): Promise<RefundRow> {
  const refund = await findRefund(ctx, refundId);
  if (refund?.payment_id !== paymentId) throw notFound("The payment has no such refund.");
  return refund;
}

/** What each UTC day brought, by currency, from the ledger alone; days without entries are left out. `to` is the last day. */
export function dailyTotals(ctx: Ctx, input: { from: string; to: string }): Promise<DayRow[]> {
  const from = new Date(`${input.from}T00:00:00.000Z`);
  const end = addSeconds(new Date(`${input.to}T00:00:00.000Z`), DAY_SECONDS);
  const days = (end.getTime() - from.getTime()) / 1000 / DAY_SECONDS;
  if (days < 1 || days > MOST_DAYS) {
    throw invalidInput("The range of days is not valid.", {
      errors: [
        {
          pointer: "#/query/to",
          code: "invalid_range",
          message: `must be 0 to ${MOST_DAYS - 1} days after "from"`,
        },
      ],
    });
  }
  return findDailyTotals(ctx, isoTime(from), isoTime(end));
}
