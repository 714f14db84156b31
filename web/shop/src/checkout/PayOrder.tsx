import { useCallback, useRef, useState } from "preact/hooks";
import { ApiProblem, client, dataOf, idempotencyKey, type Schema } from "../api.ts";
import { Button } from "../ui/Button.tsx";
import { formatMoney } from "../ui/money.ts";
import { tokenHeader } from "../order/order-api.ts";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import { useSubmit } from "../form/use-submit.ts";
import { collectFrom, type Method } from "./payment/method.ts";
import { takeNextAction } from "./payment/next-action.ts";
import { PaymentChoice } from "./payment/PaymentChoice.tsx";
import { useSavedMethods } from "./payment/use-saved-methods.ts";

/** Pays an order that is placed already: after a refusal, or what a change made it cost more. */
export function PayOrder({ payable, onPaid }: { payable: Schema<"PayableOrder">; onPaid: () => void }) {
  const [method, setMethod] = useState<Method>();
  const attemptRef = useRef<{ key: string; chosen: Method | undefined; method: string }>(undefined);
  const saved = useSavedMethods();
  const { order_id: id, payment } = payable;
  const send = useCallback(async () => {
    // While no answer is known, the same key asks for the same payment: it is not made twice. Another method is another payment.
    if (attemptRef.current?.chosen !== method) attemptRef.current = undefined;
    attemptRef.current ??= {
      key: idempotencyKey(),
      chosen: method,
      method: (await collectFrom(method)).payment_method,
    };
    const isUnderWay = await pay(id, attemptRef.current).catch((error: unknown) => {
      if (isAnswered(error)) attemptRef.current = undefined;
      throw error;
    });
    attemptRef.current = undefined;
    if (!isUnderWay) onPaid();
  }, [id, method, onPaid]);
  const { isBusy, problem, onSubmit } = useSubmit(send);
  if (!payment) return null;
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      <PaymentChoice
        ways={payable}
        amount={payment.amount}
        saved={saved}
        canSave={false}
        onReady={setMethod}
      />
      {problem !== undefined && <ErrorNotice error={problem} />}
      <div>
        <Button type="submit" size="large" block busy={isBusy}>
          Pay {formatMoney(payment.amount)}
        </Button>
      </div>
    </form>
  );
}

/** Answers whether the browser is on its way to the bank's page. @throws ApiProblem, and Error with what the bank says */
async function pay(id: string, { key, method }: { key: string; method: string }): Promise<boolean> {
  const params = { path: { id }, header: { ...tokenHeader(id), "Idempotency-Key": key } };
  const body = { payment_method: method, return_url: `${location.origin}/orders/${id}` };
  const { payment } = await dataOf(client.POST("/api/v1/orders/{id}/payments", { params, body })).catch(
    ifSettled,
  );
  const next = await takeNextAction(payment);
  if (next === "left") return true;
  if (next.problem !== undefined) throw new Error(next.problem);
  return false;
}

/** Whether it is known what became of the payment. */
function isAnswered(error: unknown): boolean {
  return error instanceof ApiProblem && error.status < 500 && error.status !== 429;
}

/** Somebody has paid it in another tab, or another attempt is under way: the order itself tells. */
function ifSettled(error: unknown): { payment: null } {
  const isSettled = error instanceof ApiProblem && error.status === 409;
  if (!isSettled) throw error;
  return { payment: null };
}
