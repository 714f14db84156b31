import { useCallback, useEffect, useState } from "preact/hooks";
import { client, dataOf, idempotencyKey } from "../api.ts";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import { useSubmit } from "../form/use-submit.ts";
import { collectFrom, type Method } from "../checkout/payment/method.ts";
import { takeNextAction } from "../checkout/payment/next-action.ts";
import { PaymentChoice } from "../checkout/payment/PaymentChoice.tsx";
import { readShopFacts, shopFacts } from "../shop-facts.ts";
import { Button } from "../ui/Button.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";

/** Saves a payment method to pay with later. The bank may want to see the customer first. */
export function SaveMethod({ onDone, onClose }: { onDone: () => Promise<void>; onClose: () => void }) {
  const [method, setMethod] = useState<Method>();
  useEffect(() => void readShopFacts().catch(() => undefined), []);
  const send = useCallback(async () => {
    const { payment_method } = await collectFrom(method);
    const body = {
      payment_method,
      return_url: `${location.origin}/account?tab=payment`,
    };
    const params = { header: { "Idempotency-Key": idempotencyKey() } };
    const setup = await dataOf(client.POST("/api/v1/customers/me/payment-methods", { params, body }));
    const next = await takeNextAction(setup);
    if (next === "left") return;
    if (next.problem !== undefined) throw new Error(next.problem);
    await onDone();
  }, [method, onDone]);
  const { isBusy, problem, onSubmit } = useSubmit(send);
  if (!shopFacts.value) return <Skeleton height="10rem" />;
  return (
    <form onSubmit={onSubmit} noValidate class="card stack account-form">
      <h3>Add a payment method</h3>
      <PaymentChoice ways={shopFacts.value.payments} saved={[]} canSave={false} onReady={setMethod} />
      {problem !== undefined && <ErrorNotice error={problem} />}
      <div class="cluster">
        <Button type="submit" busy={isBusy}>
          Save it
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
