import { cart } from "../cart-state.ts";
import { chooseCurrency, currency, shopFacts } from "../shop-facts.ts";

/** In which currency prices are shown, where the shop sells in several. */
export function CurrencyChoice() {
  const sold = shopFacts.value?.currencies ?? [];
  if (sold.length < 2) return null;
  const now = currency.value ?? sold[0];
  const filled = cart.value && cart.value.items.length > 0 && cart.value.currency !== now;
  return (
    <div class="currency-choice">
      <label for="currency">Prices in</label>
      <select
        id="currency"
        class="input"
        value={now}
        onChange={(event) => chooseCurrency(event.currentTarget.value)}
      >
        {sold.map((code) => (
          <option key={code} value={code}>
            {nameOf(code)}
          </option>
        ))}
      </select>
      {filled && (
        <p class="field-hint">Your cart stays in {cart.value?.currency}: empty it to change that.</p>
      )}
    </div>
  );
}

function nameOf(code: string): string {
  const name = new Intl.DisplayNames(undefined, { type: "currency" }).of(code);
  return name === undefined || name === code ? code : `${code} · ${name}`;
}
