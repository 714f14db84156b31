import { useCallback } from "preact/hooks";
import { client, dataOf } from "../../api.ts";
import { cart } from "../../cart-state.ts";
import { Button } from "../../ui/Button.tsx";
import { ProblemNotice } from "../../ui/Notice.tsx";
import { AddressFields } from "../../address/AddressFields.tsx";
import { addressOf } from "../../address/address-of.ts";
import { useSubmit } from "../../form/use-submit.ts";
import { hasOtherBilling } from "./AddressStep.tsx";

/** Whom to bill, when it is not who receives the order. */
export function BillingStep({ onDone }: { onDone: () => void }) {
  const send = useCallback(
    async (data: FormData) => {
      cart.value = await dataOf(client.PUT("/api/v1/cart/billing-address", { body: addressOf(data) }));
      onDone();
    },
    [onDone],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  const known = hasOtherBilling(cart.value) ? cart.value?.billing_address : undefined;
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      <AddressFields section="billing" anywhere address={known} errors={errors} />
      {problem !== undefined && <ProblemNotice error={problem} />}
      <div>
        <Button type="submit" busy={isBusy}>
          Continue to shipping
        </Button>
      </div>
    </form>
  );
}
