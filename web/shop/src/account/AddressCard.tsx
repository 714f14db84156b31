import { useCallback } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { AddressLines } from "../address/AddressLines.tsx";
import { Button } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { useAction } from "./use-action.ts";

type Address = Schema<"CustomerAddress">;

/** An address of the book, with what it is used for and what can be done with it. */
export function AddressCard({
  address,
  onEdit,
  onChange,
}: {
  address: Address;
  onEdit: (address: Address) => void;
  onChange: () => Promise<void>;
}) {
  const { id, line1, is_default_shipping: isShipping, is_default_billing: isBilling } = address;
  const params = { path: { id } };
  const remove = useAction(
    useCallback(async () => {
      await dataOf(client.DELETE("/api/v1/customers/me/addresses/{id}", { params: { path: { id } } }));
      await onChange();
    }, [id, onChange]),
  );
  const makeDefault = useAction(async () => {
    const body = { is_default_shipping: true };
    await dataOf(client.PATCH("/api/v1/customers/me/addresses/{id}", { params, body }));
    await onChange();
  });
  const uses = [isShipping && "Shipping", isBilling && "Billing"].filter(Boolean);
  return (
    <article class="card stack">
      {uses.length > 0 && <p class="tag account-tag">Default: {uses.join(" and ").toLowerCase()}</p>}
      <AddressLines address={address} />
      <div class="cluster">
        <Button tone="secondary" size="small" onClick={() => onEdit(address)} aria-label={`Edit ${line1}`}>
          Edit
        </Button>
        {!isShipping && (
          <Button tone="quiet" size="small" onClick={makeDefault.run} busy={makeDefault.isBusy}>
            Ship here by default
          </Button>
        )}
        <Button
          tone="quiet"
          size="small"
          onClick={remove.run}
          busy={remove.isBusy}
          aria-label={`Remove ${line1}`}
        >
          Remove
        </Button>
      </div>
      {(remove.error ?? makeDefault.error) !== undefined && (
        <ProblemNotice error={remove.error ?? makeDefault.error} />
      )}
    </article>
  );
}
