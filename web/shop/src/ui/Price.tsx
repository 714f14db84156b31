import type { Amount } from "./money.ts";
import { Money } from "./Money.tsx";

/** A price, with what it was before where it is reduced. */
export function Price({
  value,
  before,
  from = false,
}: {
  value: Amount;
  before?: Amount | undefined;
  /** There are dearer ones. */
  from?: boolean;
}) {
  const reduced = before !== undefined && before.amount > value.amount;
  return (
    <span class={reduced ? "price price-reduced" : "price"}>
      {from && <span class="price-from">from </span>}
      {reduced && <span class="visually-hidden">now </span>}
      <Money value={value} />
      {reduced && (
        <s class="price-before">
          <span class="visually-hidden">before </span>
          <Money value={before} />
        </s>
      )}
    </span>
  );
}
