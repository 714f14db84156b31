import type { Alert, Work } from "../../platform/commit.ts";
import { happening, type OrderRow, type OrderStep } from "../orders/index.ts";
import type { DisputeRow } from "./books.repo.ts";
import type { Told } from "./convergence.ts";
import { holdsGoods } from "./dispute-states.ts";
import { setHoldStmt } from "./order-hold.repo.ts";
import { authorizationLapsed } from "./payments.events.ts";
import type { PaymentRow } from "./payments.repo.ts";

interface HoldChange extends Required<Pick<Work, "statements" | "events" | "alerts">> {
  steps: OrderStep[];
}

const CLOSED = ["expired", "cancelled"];
const SENT = ["shipped", "delivered", "completed"];

/**
 * What a payment's news mean for whether its order may be sent: nothing is while the bank has not decided a dispute, when it decided against the shop, nor when the
 * authorisation that was to pay for it is gone. Pure.
 */
export function holdChange(
  order: OrderRow,
  payment: PaymentRow,
  told: Told,
  disputes: readonly DisputeRow[],
): HoldChange {
  const nothing: HoldChange = { steps: [], statements: [], events: [], alerts: [] };
  if (CLOSED.includes(order.status)) return nothing;
  const hasLapsed = payment.status === "requires_capture" && told.intent?.status === "canceled";
  if (hasLapsed) return lapsed(order, payment, told.intent?.cancellation_reason ?? null);
  const holding = disputes.find(holdsGoods);
  if (holding && order.hold === null) {
    const step = happening(order, "held", {
      hold: "disputed",
      payment_id: holding.payment_id,
      dispute_id: holding.id,
    });
    return { ...nothing, steps: [step], statements: [setHoldStmt(order.id, "disputed")] };
  }
  if (!holding && order.hold === "disputed") {
    const step = happening(order, "hold_released", { hold: "disputed", payment_id: payment.id });
    return { ...nothing, steps: [step], statements: [setHoldStmt(order.id, null)] };
  }
  return nothing;
}

function lapsed(order: OrderRow, payment: PaymentRow, reason: string | null): HoldChange {
  // What was sent cannot be held, and a difference is not what the order was confirmed for; somebody has to know all the same.
  const isHeld = payment.purpose === "order" && !SENT.includes(order.status);
  const step = happening(order, "held", { hold: "authorization_lapsed", payment_id: payment.id });
  const alert: Alert = {
    code: "payment.authorization_lapsed",
    entity: "payment",
    entityId: payment.id,
    details: { order: order.id, amount: payment.authorized, currency: payment.currency },
  };
  // Who let go of it by hand need not be told.
  const byItself = reason === "automatic";
  return {
    steps: isHeld ? [step] : [],
    statements: isHeld ? [setHoldStmt(order.id, "authorization_lapsed")] : [],
    events: byItself ? [authorizationLapsed({ payment_id: payment.id, order_id: order.id })] : [],
    alerts: byItself ? [alert] : [],
  };
}
