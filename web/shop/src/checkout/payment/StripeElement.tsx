import { useEffect, useRef, useState } from "preact/hooks";
import type { Schema } from "../../api.ts";
import { Notice } from "../../ui/Notice.tsx";
import type { Collected, Method } from "./method.ts";
import { loadStripe } from "./stripe-js.ts";

const UNUSABLE = "This payment method cannot be used.";

/** Stripe's Payment Element: card numbers go from it to Stripe and never through the shop. */
export function StripeElement({
  publishableKey,
  amount,
  saves,
  onReady,
}: {
  publishableKey: string;
  /** What is to be paid; absent where a method is only saved. */
  amount: Schema<"Money"> | undefined;
  saves: boolean;
  onReady: (method: Method | undefined) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const savesRef = useRef(saves);
  const [failed, setFailed] = useState(false);
  const [value, currency] = [amount?.amount, amount?.currency];
  useEffect(() => {
    savesRef.current = saves;
  }, [saves]);
  useEffect(() => {
    let unmount = () => {};
    let isShown = true;
    const mount = async () => {
      const stripe = await loadStripe(publishableKey);
      if (!isShown || !place.current) return;
      const elements = stripe.elements(optionsFor(value, currency));
      const element = elements.create("payment");
      element.mount(place.current);
      unmount = () => element.unmount();
      const collect = async (): Promise<Collected> => {
        const checked = await elements.submit();
        if (checked.error) return { problem: checked.error.message ?? UNUSABLE };
        const made = await stripe.createPaymentMethod({ elements });
        if (!made.paymentMethod) return { problem: made.error?.message ?? UNUSABLE };
        const save = savesRef.current ? { save_payment_method: true } : {};
        return { payment_method: made.paymentMethod.id, ...save };
      };
      onReady({ collect });
    };
    mount().catch(() => isShown && setFailed(true));
    return () => {
      isShown = false;
      onReady(undefined);
      unmount();
    };
  }, [publishableKey, value, currency, onReady]);
  if (failed) {
    return (
      <Notice tone="error" title="The payment form could not be loaded.">
        <p>
          It comes from Stripe. Look at your connection, or at what blocks scripts, and load this page again.
        </p>
      </Notice>
    );
  }
  return <div ref={place} class="stripe-element" />;
}

function optionsFor(amount: number | undefined, currency: string | undefined): Record<string, unknown> {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const what = amount === undefined ? { mode: "setup" } : { mode: "payment", amount };
  return {
    ...what,
    currency: (currency ?? "usd").toLowerCase(),
    paymentMethodCreation: "manual",
    appearance: { theme: isDark ? "night" : "stripe" },
  };
}
