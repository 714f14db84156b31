import { useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { Money } from "../ui/Money.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";

type Quote = Schema<"Quote">;

const PERCENT = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 4 });

/** How the total is counted, asked for when somebody wants to know: taxes and ways of shipping, as an order would have them now. */
export function CartQuote() {
  const [quote, setQuote] = useState<Quote>();
  const [error, setError] = useState<unknown>();
  const ask = (open: boolean) => {
    if (!open || quote) return;
    setError(undefined);
    dataOf(client.POST("/api/v1/cart/quote")).then(setQuote, setError);
  };
  return (
    <details class="cart-quote" onToggle={(event) => ask(event.currentTarget.open)}>
      <summary>Taxes and shipping in detail</summary>
      {error !== undefined && <ProblemNotice error={error} />}
      {quote && <QuoteLines quote={quote} />}
      {!quote && error === undefined && <Skeleton height="3em" />}
    </details>
  );
}

function QuoteLines({ quote }: { quote: Quote }) {
  const { shipping_options: options, tax_lines: taxes } = quote;
  if (options.length === 0 && taxes.length === 0) {
    return <p class="muted">Both depend on where it goes: you see them before you pay.</p>;
  }
  return (
    <dl class="sums">
      {options.map(({ id, name, price }) => (
        <div key={id}>
          <dt>{name}</dt>
          <dd>
            <Money value={price} />
          </dd>
        </div>
      ))}
      {taxes.map(({ name, rate_ppm: rate, amount }) => (
        <div key={name + rate}>
          <dt>
            {name}, {PERCENT.format(rate / 1_000_000)}
          </dt>
          <dd>
            <Money value={amount} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
