import { usePageHead } from "../frame/page-head.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { CheckoutSteps } from "./CheckoutSteps.tsx";
import { LogInToOrder } from "./LogInToOrder.tsx";
import { UnpaidOrder } from "./UnpaidOrder.tsx";
import { useCheckoutData } from "./use-checkout-data.ts";
import { usePlacing } from "./use-placing.ts";
import "./checkout.css";

/** From the cart to a paid order, on one page. */
export function CheckoutPage() {
  usePageHead({ title: "Checkout", noIndex: true });
  const placing = usePlacing();
  const data = useCheckoutData();
  return (
    <div class="page checkout">
      <h1>Checkout</h1>
      <Content placing={placing} data={data} />
    </div>
  );
}

type Props = { placing: ReturnType<typeof usePlacing>; data: ReturnType<typeof useCheckoutData> };

function Content({ placing, data }: Props) {
  const { placing: state } = placing;
  if (data.error !== undefined) return <ProblemNotice error={data.error} />;
  if (!data.cart) return <Loading />;
  const isEmpty = data.cart.items.length === 0;
  if (state.at === "unpaid" && (isEmpty || state.message !== undefined)) {
    return <UnpaidOrder order={state.order} message={state.message} />;
  }
  if (isEmpty && state.at === "busy") return <Loading text="Finishing your order…" />;
  if (isEmpty && state.at !== "unknown") return <EmptyCart />;
  if (data.mustLogIn) return <LogInToOrder />;
  return <CheckoutSteps cart={data.cart} addresses={data.addresses} {...placing} />;
}

function Loading({ text }: { text?: string }) {
  return (
    <div class="stack" aria-busy="true">
      {text !== undefined && <p role="status">{text}</p>}
      <Skeleton height="9rem" />
      <Skeleton height="4rem" />
      <Skeleton height="4rem" />
    </div>
  );
}

function EmptyCart() {
  return (
    <div class="stack">
      <p class="lead">Your cart is empty, so there is nothing to pay.</p>
      <p>
        <ButtonLink href="/search">Look around in the shop</ButtonLink>
      </p>
    </div>
  );
}
