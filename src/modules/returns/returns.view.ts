import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { money } from "../../platform/money.ts";
import { returnLinesOf, returnRefundsOf } from "./return.parts.ts";
import { returnTransitionsView } from "./return-guards.ts";
import type { ReturnRow } from "./returns.repo.ts";
import type { Return } from "./returns.schema.ts";

/** Who reads a return. */
type Reader = Pick<Ctx, "actor" | "config">;

/** The ETag's version of a return: it changes with the return and with each of its refunds. Staff, who see more, have their own. */
export function returnVersion(row: ReturnRow, reader: Reader): string {
  const staff = hasPermission(reader, "order:manage") ? "s" : "";
  return [`${row.version}${staff}`, ...returnRefundsOf(row).map((refund) => refund.version)].join(".");
}

/** The return as it is answered to this reader. */
export function returnView(row: ReturnRow, reader: Reader): Return {
  const { currency, status } = row;
  const isStaff = hasPermission(reader, "order:manage");
  return {
    id: row.id,
    order_id: row.order_id,
    order_number: row.order_number,
    status,
    requested_by: row.requested_by,
    ...optional({ reason: row.reason }),
    wants_exchange: row.wants_exchange === 1,
    line_items: returnLinesOf(row).map(({ reason, restocked, written_off, ...line }) => ({
      ...line,
      ...optional({ reason }),
      restocked_quantity: restocked,
      written_off_quantity: written_off,
    })),
    ...optional(status === "rejected" ? { rejection_reason: row.answer } : { instructions: row.answer }),
    ...optional({ label: row.label }),
    ...(row.refund_amount === null ? {} : { refund_amount: money(row.refund_amount, currency) }),
    refunds: returnRefundsOf(row).map((refund) => ({
      id: refund.id,
      payment_id: refund.payment_id,
      status: refund.status,
      amount: money(refund.amount, currency),
      ...optional({ failure_reason: isStaff ? refund.failure_reason : null }),
      created_at: refund.created_at,
    })),
    ...optional({ exchange_order_id: row.exchange_order_id }),
    created_at: row.created_at,
    updated_at: row.updated_at,
    allowed_transitions: returnTransitionsView(row, isStaff),
    version: row.version,
  };
}

/** The members that are not null. */
function optional<Members extends Record<string, string | null>>(members: Members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as {
    [Name in keyof Members]?: string;
  };
}
