import { useCallback, useEffect, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../../api.ts";
import { cart } from "../../cart-state.ts";
import { Button } from "../../ui/Button.tsx";
import { Money } from "../../ui/Money.tsx";
import { Notice, ProblemNotice } from "../../ui/Notice.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { textOf } from "../../form/fields-of.ts";
import { useSubmit } from "../../form/use-submit.ts";

type Option = Schema<"ShippingOption">;

/** How to ship: what the shop offers for this cart and address. */
export function ShippingStep({ onDone }: { onDone: () => void }) {
  const [options, setOptions] = useState<Option[]>();
  const [failure, setFailure] = useState<unknown>();
  const version = cart.value?.version;
  useEffect(() => {
    let isShown = true;
    dataOf(client.GET("/api/v1/cart/shipping-options"))
      .then(({ data }) => isShown && setOptions(data))
      .catch((error: unknown) => isShown && setFailure(error));
    return () => (isShown = false);
  }, [version]);
  const send = useCallback(
    async (data: FormData) => {
      const body = { id: textOf(data, "option") };
      cart.value = await dataOf(client.PUT("/api/v1/cart/shipping-option", { body }));
      onDone();
    },
    [onDone],
  );
  const { isBusy, problem, onSubmit } = useSubmit(send);
  if (failure !== undefined) return <ProblemNotice error={failure} />;
  if (!options) return <Skeleton height="7rem" />;
  if (options.length === 0) {
    return (
      <Notice tone="warning" title="Nothing can be shipped to this address.">
        <p>Choose another address, or take out what is too heavy or large for it.</p>
      </Notice>
    );
  }
  const chosen = options.find(({ id }) => id === cart.value?.shipping_option?.id) ?? options[0];
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      <fieldset class="choices">
        <legend>Ship with</legend>
        {options.map((option) => (
          <label class="choice" key={option.id}>
            <input type="radio" name="option" value={option.id} defaultChecked={option.id === chosen?.id} />
            <span class="choice-text">
              {option.name}
              {option.delivery && <small>{daysWords(option.delivery)}</small>}
            </span>
            {option.price.amount === 0 ? "Free" : <Money value={option.price} />}
          </label>
        ))}
      </fieldset>
      {problem !== undefined && <ProblemNotice error={problem} />}
      <div>
        <Button type="submit" busy={isBusy}>
          Continue to payment
        </Button>
      </div>
    </form>
  );
}

function daysWords({ min_days: min, max_days: max }: NonNullable<Option["delivery"]>): string {
  if (max === 0) return "Today";
  const days = min === max ? String(min) : `${min} to ${max}`;
  return `${days} ${max === 1 ? "day" : "days"}`;
}
