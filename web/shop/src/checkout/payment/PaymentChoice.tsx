import { useEffect, useState } from "preact/hooks";
import type { Schema } from "../../api.ts";
import { CheckField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import type { Method } from "./method.ts";
import { cardWords } from "./card-words.ts";
import { StripeElement } from "./StripeElement.tsx";

export interface PaymentWays {
  publishable_key: string;
  /** Where the Stripe emulator stands in for Stripe: its cards. */
  test_payment_methods?: { id: string; name: string }[];
}

const NEW = "new";

/**
 * What to pay with: saved methods, and Stripe's Payment Element for another one, or the emulator's test cards where it stands in.
 * The form around it is told what to ask for the choice.
 */
export function PaymentChoice({
  ways,
  amount,
  saved,
  canSave,
  onReady,
}: {
  ways: PaymentWays;
  /** Absent where a method is only saved. */
  amount?: Schema<"Money">;
  saved: Schema<"SavedPaymentMethod">[];
  canSave: boolean;
  onReady: (method: Method | undefined) => void;
}) {
  const tests = ways.test_payment_methods;
  const options = [
    ...saved.map((method) => ({ id: method.id, name: cardWords(method) })),
    ...(tests ?? [{ id: NEW, name: saved.length > 0 ? "Another card or method" : "Card or other method" }]),
  ];
  const preferred = saved.find(({ is_default: isDefault }) => isDefault)?.id ?? options[0]?.id ?? NEW;
  const [picked, setPicked] = useState<string>();
  const chosen = picked ?? preferred;
  const [saves, setSaves] = useState(false);
  const isSaved = saved.some(({ id }) => id === chosen);
  useEffect(() => {
    if (chosen === NEW) return;
    const save = saves && !isSaved ? { save_payment_method: true } : {};
    onReady({ collect: () => Promise.resolve({ payment_method: chosen, ...save }) });
  }, [chosen, saves, isSaved, onReady]);
  const isElement = chosen === NEW;
  return (
    <div class="stack">
      {options.length > 1 && (
        <fieldset class="choices">
          <legend>Pay with</legend>
          {options.map((option) => (
            <label class="choice" key={option.id}>
              <input
                type="radio"
                name="method"
                value={option.id}
                checked={option.id === chosen}
                onChange={() => setPicked(option.id)}
              />
              <span class="choice-text">{option.name}</span>
              {saved.some(({ id }) => id === option.id) && <small>Saved</small>}
            </label>
          ))}
        </fieldset>
      )}
      {tests && (
        <Notice>
          <p>This shop is being tried out: no money moves, and only these test cards pay.</p>
        </Notice>
      )}
      {isElement && (
        <StripeElement
          publishableKey={ways.publishable_key}
          amount={amount}
          saves={saves}
          onReady={onReady}
        />
      )}
      {canSave && !isSaved && (
        <CheckField
          label="Save this payment method for the next time"
          checked={saves}
          onChange={(event) => setSaves(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}
