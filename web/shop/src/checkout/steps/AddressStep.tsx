import { useCallback, useState } from "preact/hooks";
import { client, dataOf, idempotencyKey, type Schema } from "../../api.ts";
import { type Cart, cart } from "../../cart-state.ts";
import { session } from "../../session-state.ts";
import { Button } from "../../ui/Button.tsx";
import { CheckField } from "../../ui/Field.tsx";
import { ProblemNotice } from "../../ui/Notice.tsx";
import { AddressFields } from "../../address/AddressFields.tsx";
import { addressOf, isSameAddress, plainAddress } from "../../address/address-of.ts";
import { SavedAddresses } from "../../address/SavedAddresses.tsx";
import { useSubmit } from "../../form/use-submit.ts";

type Address = Schema<"Address">;
type SavedAddress = Schema<"CustomerAddress">;

/** Where the order goes. Billing follows it, unless the shopper says otherwise. */
export function AddressStep({
  saved,
  onDone,
}: {
  saved: SavedAddress[];
  onDone: (billsElsewhere: boolean) => void;
}) {
  const [chosen, setChosen] = useState(() => firstChoice(saved, cart.value));
  const [billsElsewhere, setBillsElsewhere] = useState(() => hasOtherBilling(cart.value));
  const send = useCallback(
    async (data: FormData) => {
      const picked = saved.find(({ id }) => id === chosen);
      const address = picked ? plainAddress(picked) : addressOf(data);
      await ship(address, billsElsewhere);
      if (data.get("save") === "on") await saveAddress(address);
      onDone(billsElsewhere);
    },
    [saved, chosen, billsElsewhere, onDone],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      {saved.length > 0 && <SavedAddresses addresses={saved} chosen={chosen} onChoose={setChosen} />}
      {chosen === "" && (
        <>
          <AddressFields section="shipping" address={cart.value?.shipping_address} errors={errors} />
          {session.value !== undefined && <CheckField name="save" label="Save this address in my account" />}
        </>
      )}
      <CheckField
        label="Bill to another address"
        checked={billsElsewhere}
        onChange={(event) => setBillsElsewhere(event.currentTarget.checked)}
      />
      {problem !== undefined && <ProblemNotice error={problem} />}
      <div>
        <Button type="submit" busy={isBusy}>
          {billsElsewhere ? "Continue to billing address" : "Continue to shipping"}
        </Button>
      </div>
    </form>
  );
}

/** Whether the cart names another address for billing. */
export function hasOtherBilling(known: Cart | undefined): boolean {
  const { shipping_address: shipping, billing_address: billing } = known ?? {};
  return billing !== undefined && shipping !== undefined && !isSameAddress(shipping, billing);
}

async function ship(address: Address, billsElsewhere: boolean): Promise<void> {
  const hadBilling = cart.value?.billing_address !== undefined;
  cart.value = await dataOf(client.PUT("/api/v1/cart/shipping-address", { body: address }));
  // What was said before about billing does not hold any more.
  if (hadBilling && !billsElsewhere) {
    cart.value = await dataOf(client.PUT("/api/v1/cart/billing-address", { body: address }));
  }
}

/** For the next time. That it could not be saved, because the address book is full for example, does not stop the order. */
async function saveAddress(body: Address): Promise<void> {
  const params = { header: { "Idempotency-Key": idempotencyKey() } };
  await dataOf(client.POST("/api/v1/customers/me/addresses", { params, body })).catch(() => undefined);
}

/** The saved address that the cart has, else the default one; "" for the form. */
function firstChoice(saved: SavedAddress[], known: Cart | undefined): string {
  const present = known?.shipping_address;
  const found = present
    ? saved.find((address) => isSameAddress(address, present))
    : saved.find(({ is_default_shipping: isDefault }) => isDefault);
  return found?.id ?? "";
}
