import { acceptChanges, type Cart } from "../cart-state.ts";
import { Button } from "../ui/Button.tsx";
import { formatMoney } from "../ui/money.ts";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";

/** What has changed about the cart as a whole since the shopper saw it. */
export function CartChanges({ cart, error }: { cart: Cart; error: unknown }) {
  return (
    <>
      {cart.problems.map((problem) => (
        <Notice key={problem.code} tone="warning">
          <p>
            The cart came to {formatMoney(problem.previous_total)} when you saw it last; it is{" "}
            {formatMoney(cart.totals.total)} now.
          </p>
          <Button size="small" tone="secondary" onClick={() => void acceptChanges()}>
            Accept the new total
          </Button>
        </Notice>
      ))}
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}
