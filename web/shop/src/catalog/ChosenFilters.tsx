import { Icon } from "../ui/Icon.tsx";
import { formatMoney } from "../ui/money.ts";
import { shopCurrency } from "../shop-facts.ts";
import { chosenFilters, toggled, withoutFilters } from "./filters.ts";

/** What is chosen, each to be taken back by itself. */
export function ChosenFilters({
  query,
  go,
}: {
  query: URLSearchParams;
  go: (next: URLSearchParams) => void;
}) {
  const chosen = chosenFilters(query);
  if (chosen.length === 0) return null;
  return (
    <ul class="chips" aria-label="Chosen filters">
      {chosen.map(({ name, value }) => (
        <li key={name + value}>
          <button type="button" class="chip" onClick={() => go(toggled(query, name, value))}>
            <span class="visually-hidden">Take back: </span>
            {inWords(name, value)}
            <Icon name="close" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="chip chip-quiet" onClick={() => go(withoutFilters(query))}>
          Take back all
        </button>
      </li>
    </ul>
  );
}

function inWords(name: string, value: string): string {
  if (name === "availability") return "In stock";
  if (name !== "min_price" && name !== "max_price") return value;
  const price = formatMoney({ amount: Number(value), currency: shopCurrency.value });
  return name === "min_price" ? `From ${price}` : `Up to ${price}`;
}
