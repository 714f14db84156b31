import { useState } from "preact/hooks";
import type { Schema } from "../api.ts";
import { Button } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { cancelReturn } from "./order-api.ts";
import { RETURN_WORDS } from "./order-words.ts";
import { formatDay } from "./time.ts";

/** A return and how far it is. */
export function ReturnCard({
  order,
  given,
  onChange,
}: {
  order: string;
  given: Schema<"Return">;
  onChange: () => Promise<void>;
}) {
  const [state, setState] = useState<{ isBusy: boolean; error?: unknown }>({ isBusy: false });
  const canCancel = given.allowed_transitions.some(({ action, allowed }) => action === "cancel" && allowed);
  const callOff = async () => {
    setState({ isBusy: true });
    try {
      await cancelReturn(order, given.id);
      await onChange();
      setState({ isBusy: false });
    } catch (error) {
      setState({ isBusy: false, error });
    }
  };
  return (
    <article class="return">
      <h3>{RETURN_WORDS[given.status]}</h3>
      <p class="muted">
        Asked for on {formatDay(given.created_at)}:{" "}
        {given.line_items.map(({ quantity, name }) => `${quantity} × ${name}`).join(", ")}
      </p>
      {given.rejection_reason !== undefined && <p>The shop says: {given.rejection_reason}</p>}
      {given.instructions !== undefined && <p class="return-words">{given.instructions}</p>}
      {given.label !== undefined && <p class="return-words">Label: {given.label}</p>}
      {given.refund_amount !== undefined && given.refund_amount.amount > 0 && (
        <p>
          Refund: <Money value={given.refund_amount} />
        </p>
      )}
      {given.exchange_order_id !== undefined && (
        <p>
          <a href={`/orders/${given.exchange_order_id}`}>The order that you get instead</a>
        </p>
      )}
      {canCancel && (
        <Button tone="quiet" size="small" onClick={() => void callOff()} busy={state.isBusy}>
          Call it off
        </Button>
      )}
      {state.error !== undefined && <ProblemNotice error={state.error} />}
    </article>
  );
}
