import type { Schema } from "../api.ts";
import { acceptChanges, cartErrors, cartIsChanging } from "../cart-state.ts";
import { Button } from "../ui/Button.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";

/** What has changed about the cart since it was filled, to be agreed to before it is paid. */
export function CartChanges({
  cart: { items, problems },
}: {
  cart: Pick<Schema<"Quote">, "items" | "problems">;
}) {
  const error = cartErrors.value[""];
  return (
    <Notice tone="warning" title="Something has changed since you filled your cart.">
      <ul class="changes">
        {items.flatMap(({ id, name, problems: own }) =>
          own.map(({ code, message }) => (
            <li key={`${id} ${code}`}>
              {name}: {message}
            </li>
          )),
        )}
        {problems.map(({ code, message }) => (
          <li key={code}>{message}</li>
        ))}
      </ul>
      <div class="cluster">
        <Button size="small" onClick={() => void acceptChanges()} busy={cartIsChanging.value}>
          Accept the changes
        </Button>
        <a href="/cart">Back to the cart</a>
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
    </Notice>
  );
}
