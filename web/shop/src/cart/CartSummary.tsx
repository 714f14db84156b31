import { type Cart, cartIsChanging } from "../cart-state.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { CartQuote } from "./CartQuote.tsx";

/** What it all comes to, as the API counts it, and the way to the checkout. */
export function CartSummary({ cart }: { cart: Cart }) {
  const { subtotal, discount, shipping, tax, tax_included: included, total } = cart.totals;
  const isOpen = cart.items.some(({ problems }) => problems.length > 0) || cart.problems.length > 0;
  return (
    <section class="card cart-summary" aria-labelledby="summary" aria-busy={cartIsChanging.value}>
      <h2 id="summary">Summary</h2>
      <dl class={cartIsChanging.value ? "sums sums-changing" : "sums"}>
        <Sum name="Subtotal" value={subtotal} />
        {discount.amount > 0 && <Sum name="Discount" value={{ ...discount, amount: -discount.amount }} />}
        {cart.shipping_option ? (
          <Sum name={`Shipping: ${cart.shipping_option.name}`} value={shipping} />
        ) : (
          <div>
            <dt>Shipping</dt>
            <dd class="muted">at checkout</dd>
          </div>
        )}
        {tax.amount > 0 && <Sum name="Tax" value={tax} />}
        <div class="sums-total">
          <dt>Total</dt>
          <dd>
            <Money value={total} />
          </dd>
        </div>
        {included.amount > 0 && <Sum name="of which tax" value={included} />}
      </dl>
      {isOpen ? (
        <>
          <Button size="large" block disabled aria-describedby="open">
            Check out
          </Button>
          <p id="open" class="field-hint">
            First settle what is marked in the cart.
          </p>
        </>
      ) : (
        <ButtonLink href="/checkout" size="large" block>
          Check out
        </ButtonLink>
      )}
      <CartQuote key={cart.quote_hash} />
    </section>
  );
}

function Sum({ name, value }: { name: string; value: Cart["totals"]["total"] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Money value={value} />
      </dd>
    </div>
  );
}
