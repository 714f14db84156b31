import { useCallback, useState } from "preact/hooks";
import type { Schema } from "../../api.ts";
import { session } from "../../session-state.ts";
import { shopFacts } from "../../shop-facts.ts";
import { Button } from "../../ui/Button.tsx";
import { formatMoney } from "../../ui/money.ts";
import { ProblemNotice } from "../../ui/Notice.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { CartChanges } from "../CartChanges.tsx";
import { useSubmit } from "../../form/use-submit.ts";
import { collectFrom, type Method } from "../payment/method.ts";
import { PaymentChoice } from "../payment/PaymentChoice.tsx";
import { PlacingProblem } from "../PlacingProblem.tsx";
import { type Placing, returnUrl } from "../use-placing.ts";
import type { useQuote } from "../use-quote.ts";

/** What the order costs in the end, and paying it: nothing is bought before this form is sent. */
export function PaymentStep({
  quoted: { quote, error, askAgain },
  saved,
  placing,
  place,
  retry,
}: {
  quoted: ReturnType<typeof useQuote>;
  saved: Schema<"SavedPaymentMethod">[];
  placing: Placing;
  place: (body: Schema<"PlaceOrder">) => Promise<void>;
  retry: () => void;
}) {
  const [method, setMethod] = useState<Method>();
  const send = useCallback(async () => {
    if (!quote) return;
    const agreed = { quote_hash: quote.quote_hash, return_url: returnUrl() };
    if (quote.totals.total.amount === 0) return place({ quote_hash: agreed.quote_hash });
    await place({ ...agreed, ...(await collectFrom(method)) });
  }, [quote, place, method]);
  const { isBusy, problem, onSubmit } = useSubmit(send);
  if (error !== undefined) {
    return (
      <ProblemNotice error={error}>
        <Button size="small" onClick={askAgain}>
          Try again
        </Button>
      </ProblemNotice>
    );
  }
  if (!quote || !shopFacts.value) return <Skeleton height="14rem" />;
  const { total } = quote.totals;
  const isChanged = quote.problems.length > 0 || quote.items.some(({ problems }) => problems.length > 0);
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      {total.amount > 0 && (
        <PaymentChoice
          ways={shopFacts.value.payments}
          amount={total}
          saved={saved}
          canSave={session.value !== undefined}
          onReady={setMethod}
        />
      )}
      {isChanged && <CartChanges cart={quote} />}
      <PlacingProblem placing={placing} problem={problem} retry={retry} />
      <div>
        <Button type="submit" size="large" block busy={isBusy || placing.at === "busy"} disabled={isChanged}>
          {total.amount === 0 ? "Place the order" : `Pay ${formatMoney(total)}`}
        </Button>
      </div>
    </form>
  );
}
