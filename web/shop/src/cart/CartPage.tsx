import { useEffect, useState } from "preact/hooks";
import { cart, cartCount, cartErrors, loadCart, mayHaveCart } from "../cart-state.ts";
import { usePageHead } from "../frame/page-head.ts";
import { currentSession } from "../session-state.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { CartChanges } from "./CartChanges.tsx";
import { CartLines } from "./CartLines.tsx";
import { CartNote } from "./CartNote.tsx";
import { CartSkeleton } from "./CartSkeleton.tsx";
import { CartSummary } from "./CartSummary.tsx";
import { RemovedLine } from "./RemovedLine.tsx";
import "./cart.css";

/** What is in the cart, compared with the catalog as it is now. */
export function CartPage() {
  usePageHead({ title: "Your cart", noIndex: true });
  const [error, setError] = useState<unknown>();
  const [asked, setAsked] = useState(0);
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    lookIntoCart()
      .catch(setError)
      .finally(() => setLooked(true));
  }, [asked]);
  const shown = cart.value;
  const again = () => {
    setError(undefined);
    setAsked(asked + 1);
  };
  return (
    <div class="page">
      <div class="cart-head">
        <h1>Your cart</h1>
        {cartCount.value > 0 && (
          <p class="muted" role="status">
            {cartCount.value === 1 ? "1 item" : `${cartCount.value} items`}
          </p>
        )}
      </div>
      {error !== undefined && (
        <ProblemNotice error={error}>
          <Button size="small" tone="secondary" onClick={again}>
            Try again
          </Button>
        </ProblemNotice>
      )}
      <RemovedLine />
      {shown && shown.items.length > 0 && (
        <div class="cart">
          <div class="stack">
            <CartChanges cart={shown} error={cartErrors.value[""]} />
            <CartLines />
            <CartNote note={shown.note ?? ""} />
          </div>
          <CartSummary cart={shown} />
        </div>
      )}
      {looked && error === undefined && (shown?.items.length ?? 0) === 0 && <EmptyCart />}
      {!shown && !looked && <CartSkeleton />}
    </div>
  );
}

function EmptyCart() {
  return (
    <div class="empty">
      <p class="lead">There is nothing in it yet.</p>
      <ButtonLink href="/search">Look around</ButtonLink>
    </div>
  );
}

/** Who has no cart yet needs none to see that it is empty. */
async function lookIntoCart(): Promise<void> {
  await currentSession();
  if (mayHaveCart()) await loadCart({ refresh: true });
}
