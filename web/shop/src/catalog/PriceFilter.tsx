import type { Facets } from "../reads/listing.ts";
import { shopCurrency } from "../shop-facts.ts";
import { Button } from "../ui/Button.tsx";
import { digitsOf } from "../ui/money.ts";

const BOUNDS = [
  { name: "min_price", label: "From", end: "min" },
  { name: "max_price", label: "To", end: "max" },
] as const;

/** From which price to which, as people write prices. */
export function PriceFilter({
  query,
  facets,
  go,
}: {
  query: URLSearchParams;
  facets: Facets;
  go: (next: URLSearchParams) => void;
}) {
  const currency = shopCurrency.value;
  const unit = 10 ** digitsOf(currency);
  const apply = (form: HTMLFormElement) => {
    const next = new URLSearchParams(query);
    const fields = new FormData(form);
    for (const { name } of BOUNDS) {
      const entered = Number(fields.get(name));
      if (entered > 0) next.set(name, String(Math.round(entered * unit)));
      else next.delete(name);
    }
    if (next.toString() !== query.toString()) go(next);
  };
  return (
    <fieldset class="filter-group">
      <legend>Price in {currency}</legend>
      <form
        class="price-filter"
        // What does not fit is said by the browser.
        onSubmit={(event) => {
          event.preventDefault();
          apply(event.currentTarget);
        }}
      >
        {BOUNDS.map(({ name, label, end }) => (
          <label key={name + (query.get(name) ?? "")}>
            <span>{label}</span>
            <input
              class="input"
              type="number"
              name={name}
              min={0}
              step="any"
              inputMode="decimal"
              defaultValue={query.has(name) ? String(Number(query.get(name)) / unit) : ""}
              placeholder={facets.price ? String(Math.round(facets.price[end].amount / unit)) : ""}
            />
          </label>
        ))}
        <Button type="submit" tone="secondary" size="small">
          Apply
        </Button>
      </form>
    </fieldset>
  );
}
