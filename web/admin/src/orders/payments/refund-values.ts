import { formatMoney, toMinor } from "../../shared/format.ts";
import { unitsValue } from "../parts/money.ts";
import type { Order, Payment } from "../parts/types.ts";
import { type Quantities, unitsOf } from "../parts/units.ts";

/** Stripe knows these; any other is kept by the shop alone. */
export const REASONS = [
  { id: "requested_by_customer", name: "The customer asked for it" },
  { id: "duplicate", name: "It was paid twice" },
  { id: "fraudulent", name: "Fraud" },
  { id: "other", name: "Something else" },
] as const;

export interface RefundValues {
  payment_id: string;
  by: "amount" | "units";
  amount?: string | null;
  units?: Quantities;
  reason?: string | null;
  reason_text?: string | null;
}

export interface PlannedRefund {
  amount: number;
  line_items?: { id: string; quantity: number }[];
  reason?: string;
  /** Why it cannot be sent. */
  problem?: string;
}

/** The refund that a form asks for. The sum of units is sent along, so that no other than the one shown is given back. */
export function refundOf(values: Partial<RefundValues>, order: Order, payment: Payment): PlannedRefund {
  const { refundable } = payment;
  const units = values.by === "units" ? unitsOf(values.units) : [];
  const amount =
    values.by === "units" ? valueOf(order, units) : (toMinor(values.amount ?? "", refundable.currency) ?? 0);
  const reason = values.reason === "other" ? values.reason_text?.trim() : values.reason;
  return {
    amount,
    ...(units.length > 0 ? { line_items: units } : {}),
    ...(reason ? { reason } : {}),
    ...problemOf(amount, payment, values.by === "units"),
  };
}

function valueOf(order: Order, units: readonly { id: string; quantity: number }[]): number {
  return units.reduce((sum, { id, quantity }) => {
    const line = order.line_items.find((each) => each.id === id);
    const left = line ? line.quantity - line.refunded_quantity : 0;
    return sum + (line ? unitsValue(line, Math.min(quantity, left)) : 0);
  }, 0);
}

function problemOf(amount: number, { refundable }: Payment, isUnits: boolean): { problem?: string } {
  if (amount <= 0) return { problem: isUnits ? "Say how many units." : "Enter an amount." };
  if (amount <= refundable.amount) return {};
  return { problem: `Only ${formatMoney(refundable)} of this payment can still be refunded.` };
}
