import type { Schema } from "../api.ts";
import { Money } from "../ui/Money.tsx";
import { paymentWords } from "./order-words.ts";

/** What was paid of an order, and what went back. */
export function OrderPayments({ order: { payments } }: { order: Schema<"Order"> }) {
  if (payments.length === 0) return null;
  return (
    <section class="card" aria-labelledby="payments">
      <h2 id="payments">{payments.length === 1 ? "Payment" : "Payments"}</h2>
      <ul class="order-rows">
        {payments.map((payment) => (
          <li key={payment.id}>
            <p class="order-row">
              <span>{paymentWords(payment)}</span>
              <Money value={payment.amount} />
            </p>
            {payment.refunded.amount > 0 && (
              <p class="order-row muted">
                <span>Sent back</span>
                <Money value={payment.refunded} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
