import { useCallback, useState } from "preact/hooks";
import { ApiProblem, client, dataOf, idempotencyKey, type Schema } from "../api.ts";
import { AddressFields } from "../address/AddressFields.tsx";
import { addressOf } from "../address/address-of.ts";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import { useSubmit } from "../form/use-submit.ts";
import { Button } from "../ui/Button.tsx";
import { CheckField } from "../ui/Field.tsx";

type Address = Schema<"CustomerAddress">;

/** Adds an address or replaces one; a change that somebody else made meanwhile is not overwritten. */
export function AddressForm({
  address,
  onDone,
  onClose,
}: {
  address: Address | undefined;
  onDone: () => Promise<void>;
  onClose: () => void;
}) {
  const [key] = useState(idempotencyKey);
  const send = useCallback(
    async (data: FormData) => {
      const uses = {
        is_default_shipping: data.get("is_default_shipping") === "on",
        is_default_billing: data.get("is_default_billing") === "on",
      };
      await save(address, { ...addressOf(data), ...uses }, key);
      await onDone();
    },
    [address, key, onDone],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack account-form">
      <h2>{address ? "Edit the address" : "Add an address"}</h2>
      <AddressFields anywhere address={address} errors={errors} />
      <CheckField
        name="is_default_shipping"
        label="Ship here by default"
        defaultChecked={address?.is_default_shipping}
      />
      <CheckField
        name="is_default_billing"
        label="Bill here by default"
        defaultChecked={address?.is_default_billing}
      />
      {problem !== undefined && <ErrorNotice error={problem} />}
      <div class="cluster">
        <Button type="submit" busy={isBusy}>
          Save
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

async function save(address: Address | undefined, body: Schema<"AddressInput">, key: string): Promise<void> {
  if (!address) {
    const params = { header: { "Idempotency-Key": key } };
    await dataOf(client.POST("/api/v1/customers/me/addresses", { params, body }));
    return;
  }
  const params = { path: { id: address.id }, header: { "If-Match": `"${address.version}"` } };
  await dataOf(client.PUT("/api/v1/customers/me/addresses/{id}", { params, body })).catch(
    (error: unknown) => {
      const isOld = error instanceof ApiProblem && error.status === 412;
      throw isOld
        ? new Error("The address was changed in another window. Close this form and edit it anew.")
        : error;
    },
  );
}
