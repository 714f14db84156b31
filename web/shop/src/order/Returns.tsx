import { useState } from "preact/hooks";
import type { Schema } from "../api.ts";
import { Button } from "../ui/Button.tsx";
import type { OrderFile } from "./order-api.ts";
import { RequestReturn } from "./RequestReturn.tsx";
import { ReturnCard } from "./ReturnCard.tsx";

/** What is sent back of an order: the returns there are, and asking for one. */
export function Returns({
  file: { order, returns },
  onChange,
}: {
  file: OrderFile;
  onChange: () => Promise<void>;
}) {
  const [isAsking, setAsking] = useState(false);
  const lines = returnableLines(order);
  if (returns.length === 0 && lines.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="returns">
      <h2 id="returns">Returns</h2>
      {returns.map((each) => (
        <ReturnCard key={each.id} order={order.id} given={each} onChange={onChange} />
      ))}
      {lines.length > 0 && !isAsking && (
        <p>
          <Button tone="secondary" onClick={() => setAsking(true)}>
            Return something
          </Button>
        </p>
      )}
      {isAsking && (
        <RequestReturn order={order.id} lines={lines} onDone={onChange} onClose={() => setAsking(false)} />
      )}
    </section>
  );
}

/** Lines of which something was delivered that is in no return yet, with how many units. */
function returnableLines({
  line_items: lines,
}: Schema<"Order">): { line: Schema<"OrderLine">; units: number }[] {
  return lines
    .map((line) => ({ line, units: line.delivered_quantity - line.returning_quantity }))
    .filter(({ units }) => units > 0);
}
