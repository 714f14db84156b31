import type { Schema } from "../api.ts";
import { formatMoney } from "../ui/money.ts";
import { eventWords } from "./order-words.ts";
import { formatTime } from "./time.ts";

/** What happened to an order, newest first. */
export function Timeline({ events }: { events: Schema<"OrderEvent">[] }) {
  const shown = events.flatMap((event) => {
    const words = eventWords(event);
    return words === undefined ? [] : [{ ...event, words }];
  });
  if (shown.length === 0) return null;
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">History</h2>
      <ol class="timeline">
        {shown.toReversed().map(({ id, at, words, data }) => (
          <li key={id}>
            <p>
              {words}
              {amountOf(data)}
            </p>
            <time class="muted" dateTime={at}>
              {formatTime(at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function amountOf({ amount }: Schema<"OrderEvent">["data"]): string {
  const isMoney = typeof amount === "object" && amount !== null && "currency" in amount;
  return isMoney ? `: ${formatMoney(amount as Schema<"Money">)}` : "";
}
