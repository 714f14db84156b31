import { useCallback } from "preact/hooks";
import type { Schema } from "../api.ts";
import { fieldsOf } from "../form/fields-of.ts";
import { useSubmit } from "../form/use-submit.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { cancelOrder } from "./order-api.ts";
import { showIfLost } from "./show-if-lost.ts";
import { useAttemptKey } from "./use-attempt-key.ts";

/** Asks once more, then cancels the order. */
export function CancelOrder({
  order,
  onDone,
  onClose,
}: {
  order: Schema<"Order">;
  onDone: () => Promise<void>;
  onClose: () => void;
}) {
  const keyFor = useAttemptKey();
  const send = useCallback(
    async (data: FormData) => {
      const { reason } = fieldsOf(data);
      await cancelOrder(order.id, keyFor(reason), reason).catch((error: unknown) =>
        showIfLost(error, onDone),
      );
      await onDone();
    },
    [order.id, keyFor, onDone],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  const isPaid = order.payments.some(({ captured, authorized }) => captured.amount + authorized.amount > 0);
  return (
    <form onSubmit={onSubmit} noValidate class="card stack">
      <h2>Cancel this order?</h2>
      <p>
        Nothing of it will be sent.{" "}
        {isPaid && "What you have paid goes back the way it came, which can take some days."}
      </p>
      <Field
        label="Why? (optional)"
        name="reason"
        maxLength={500}
        error={errors["reason"]}
        autocomplete="off"
      />
      {problem !== undefined && <ProblemNotice error={problem} />}
      <div class="cluster">
        <Button type="submit" tone="danger" busy={isBusy}>
          Yes, cancel the order
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Keep it
        </Button>
      </div>
    </form>
  );
}
