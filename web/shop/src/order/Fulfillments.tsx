import type { Schema } from "../api.ts";
import { FULFILLMENT_WORDS } from "./order-words.ts";
import { formatDay } from "./time.ts";

type Fulfillment = Schema<"Fulfillment">;

/** The parcels of an order, with the way to follow them. */
export function Fulfillments({ fulfillments }: { fulfillments: Fulfillment[] }) {
  const shown = fulfillments.filter(({ status }) => status !== "cancelled");
  if (shown.length === 0) return null;
  return (
    <section class="card" aria-labelledby="parcels">
      <h2 id="parcels">{shown.length === 1 ? "Your parcel" : "Your parcels"}</h2>
      <ul class="order-rows">
        {shown.map((fulfillment) => (
          <li key={fulfillment.id}>
            <p>
              <strong>{FULFILLMENT_WORDS[fulfillment.status]}</strong> {since(fulfillment)}
            </p>
            <p class="muted">
              {fulfillment.line_items.map(({ quantity, name }) => `${quantity} × ${name}`).join(", ")}
            </p>
            <Tracking fulfillment={fulfillment} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tracking({
  fulfillment: { carrier, tracking_number: number, tracking_url: url },
}: {
  fulfillment: Fulfillment;
}) {
  const name = [carrier, number].filter(Boolean).join(" ");
  if (name === "" && url === undefined) return null;
  // A link of the shop's staff: only the web's own schemes are followed.
  if (url === undefined || !/^https?:/.test(url)) return <p>{name}</p>;
  return (
    <p>
      <a href={url} target="_blank" rel="noopener noreferrer">
        Track {name === "" ? "the parcel" : name}
      </a>
    </p>
  );
}

function since({ status, delivered_at: delivered, shipped_at: shipped }: Fulfillment): string {
  const at = status === "delivered" ? delivered : shipped;
  return at === undefined ? "" : `since ${formatDay(at)}`;
}
