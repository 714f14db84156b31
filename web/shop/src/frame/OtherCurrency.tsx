import { chooseCurrency, currency, shopFacts } from "../shop-facts.ts";
import { Button } from "../ui/Button.tsx";
import { Notice } from "../ui/Notice.tsx";

/** Not everything is sold in every currency: where something is missing, the way back to the shop's own. */
export function OtherCurrency() {
  const own = shopFacts.value?.currencies[0];
  if (currency.value === undefined || own === undefined) return null;
  return (
    <Notice>
      <p>You look at prices in {currency.value}, in which not everything is sold.</p>
      <Button size="small" tone="secondary" onClick={() => chooseCurrency(own)}>
        Show prices in {own}
      </Button>
    </Notice>
  );
}
