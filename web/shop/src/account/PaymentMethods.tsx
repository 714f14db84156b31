import { useCallback, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { cardWords } from "../checkout/payment/card-words.ts";
import { Button } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { SaveMethod } from "./SaveMethod.tsx";
import { useAction } from "./use-action.ts";
import { useRead } from "./use-read.ts";

type Method = Schema<"SavedPaymentMethod">;

/** What the customer pays with. It is kept at Stripe, not in the shop. */
export function PaymentMethods() {
  const { value, error, again } = useRead(readMethods);
  const [isAdding, setAdding] = useState(false);
  const done = useCallback(async () => {
    await again();
    setAdding(false);
  }, [again]);
  const close = useCallback(() => setAdding(false), []);
  return (
    <section aria-labelledby="methods" class="stack">
      <h2 id="methods">Payment methods</h2>
      {error !== undefined && <ProblemNotice error={error} />}
      {!value && error === undefined && <Skeleton height="10rem" />}
      {value?.length === 0 && <p>No payment methods yet. You can save one here, or while you pay.</p>}
      <ul class="account-cards">
        {(value ?? []).map((method) => (
          <li key={method.id}>
            <MethodCard method={method} onChange={again} />
          </li>
        ))}
      </ul>
      {value && !isAdding && (
        <p>
          <Button onClick={() => setAdding(true)}>Add a payment method</Button>
        </p>
      )}
      {isAdding && <SaveMethod onDone={done} onClose={close} />}
    </section>
  );
}

function MethodCard({ method, onChange }: { method: Method; onChange: () => Promise<void> }) {
  const params = { path: { id: method.id } };
  const words = cardWords(method);
  const remove = useAction(async () => {
    await dataOf(client.DELETE("/api/v1/customers/me/payment-methods/{id}", { params }));
    await onChange();
  });
  const prefer = useAction(async () => {
    await dataOf(client.PUT("/api/v1/customers/me/payment-methods/{id}/default", { params }));
    await onChange();
  });
  const error = remove.error ?? prefer.error;
  return (
    <article class="card stack">
      {method.is_default && <p class="tag account-tag">Default</p>}
      <p>{words}</p>
      <div class="cluster">
        {!method.is_default && (
          <Button tone="secondary" size="small" onClick={prefer.run} busy={prefer.isBusy}>
            Make it the default
          </Button>
        )}
        <Button
          tone="quiet"
          size="small"
          onClick={remove.run}
          busy={remove.isBusy}
          aria-label={`Remove ${words}`}
        >
          Remove
        </Button>
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
    </article>
  );
}

async function readMethods(): Promise<Method[]> {
  return (await dataOf(client.GET("/api/v1/customers/me/payment-methods"))).data;
}
