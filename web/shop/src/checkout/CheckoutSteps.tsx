import { useCallback, useState } from "preact/hooks";
import type { Schema } from "../api.ts";
import type { Cart } from "../cart-state.ts";
import { session } from "../session-state.ts";
import { Money } from "../ui/Money.tsx";
import { AddressLines } from "../address/AddressLines.tsx";
import { OrderSummary } from "./OrderSummary.tsx";
import { useSavedMethods } from "./payment/use-saved-methods.ts";
import { AddressStep, hasOtherBilling } from "./steps/AddressStep.tsx";
import { BillingStep } from "./steps/BillingStep.tsx";
import { ContactStep } from "./steps/ContactStep.tsx";
import { PaymentStep } from "./steps/PaymentStep.tsx";
import { ShippingStep } from "./steps/ShippingStep.tsx";
import { StepSection } from "./steps/StepSection.tsx";
import type { usePlacing } from "./use-placing.ts";
import { useQuote } from "./use-quote.ts";

const STEPS = ["contact", "address", "billing", "shipping", "payment"] as const;
type Step = (typeof STEPS)[number];

type Props = Pick<ReturnType<typeof usePlacing>, "placing" | "place" | "retry" | "reset"> & {
  cart: Cart;
  addresses: Schema<"CustomerAddress">[];
};

/** The steps, one after another; what is done can be changed until the order is placed. */
export function CheckoutSteps({ cart, addresses, placing, place, retry, reset }: Props) {
  const [chosen, setChosen] = useState<Step>();
  const open = chosen ?? firstOpen(cart);
  const [billsElsewhere, setBillsElsewhere] = useState(() => hasOtherBilling(cart));
  const quoted = useQuote(cart.version, placing.at === "changed" ? placing.problem : undefined);
  const saved = useSavedMethods();
  const goTo = useCallback(
    (step: Step) => {
      setChosen(step);
      reset();
    },
    [reset],
  );
  const afterAddress = useCallback(
    (elsewhere: boolean) => {
      setBillsElsewhere(elsewhere);
      goTo(elsewhere ? "billing" : "shipping");
    },
    [goTo],
  );
  const toAddress = useCallback(() => goTo("address"), [goTo]);
  const toShipping = useCallback(() => goTo("shipping"), [goTo]);
  const toPayment = useCallback(() => goTo("payment"), [goTo]);
  const shown = STEPS.filter((step) => step !== "billing" || billsElsewhere);
  const frame = (step: Step) => ({
    number: shown.indexOf(step) + 1,
    state: stateOf(step, open),
    takesFocus: chosen === step,
    onChange: () => goTo(step),
  });
  return (
    <div class="checkout-columns">
      <OrderSummary cart={cart} quote={quoted.quote} />
      <div class="checkout-steps">
        <StepSection {...frame("contact")} title="Contact" summary={cart.email ?? session.value?.user.email}>
          <ContactStep onDone={toAddress} />
        </StepSection>
        <StepSection
          {...frame("address")}
          title="Shipping address"
          summary={cart.shipping_address && <AddressLines address={cart.shipping_address} />}
        >
          <AddressStep saved={addresses} onDone={afterAddress} />
        </StepSection>
        {billsElsewhere && (
          <StepSection
            {...frame("billing")}
            title="Billing address"
            summary={cart.billing_address && <AddressLines address={cart.billing_address} />}
          >
            <BillingStep onDone={toShipping} />
          </StepSection>
        )}
        <StepSection
          {...frame("shipping")}
          title="Shipping"
          summary={
            cart.shipping_option && (
              <>
                {cart.shipping_option.name}, <Money value={cart.shipping_option.price} />
              </>
            )
          }
        >
          <ShippingStep onDone={toPayment} />
        </StepSection>
        <StepSection {...frame("payment")} title="Payment">
          <PaymentStep quoted={quoted} saved={saved} placing={placing} place={place} retry={retry} />
        </StepSection>
      </div>
    </div>
  );
}

/** The first step whose answer the cart does not have. */
function firstOpen(cart: Cart): Step {
  if (cart.email === undefined && session.value === undefined) return "contact";
  if (!cart.shipping_address) return "address";
  if (!cart.shipping_option) return "shipping";
  return "payment";
}

/** What lies before the open step is done. */
function stateOf(step: Step, open: Step): "open" | "done" | "ahead" {
  if (step === open) return "open";
  return STEPS.indexOf(step) < STEPS.indexOf(open) ? "done" : "ahead";
}
