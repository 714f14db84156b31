import type { Schema } from "../api.ts";
import { formatMoney } from "../ui/money.ts";
import { SummaryLines } from "./SummaryLines.tsx";
import { Totals } from "./Totals.tsx";

type Cart = Pick<Schema<"Cart">, "items" | "totals" | "shipping_option">;

/** What is being bought and what it costs: beside the steps, or folded above them on a phone. */
export function OrderSummary({ cart, quote }: { cart: Cart; quote?: Schema<"Quote"> | undefined }) {
  const shown = quote ?? cart;
  const content = (
    <>
      <SummaryLines lines={shown.items} />
      <Totals
        totals={shown.totals}
        taxes={quote?.tax_lines}
        shippingKnown={shown.shipping_option !== undefined}
      />
    </>
  );
  return (
    <aside class="checkout-summary" aria-label="Your order">
      <details class="summary-folded">
        <summary>
          <span>Your order</span> <strong>{formatMoney(shown.totals.total)}</strong>
        </summary>
        {content}
      </details>
      <div class="summary-wide card">
        <h2>Your order</h2>
        {content}
        <a href="/cart">Edit the cart</a>
      </div>
    </aside>
  );
}
