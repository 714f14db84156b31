import type { Schema } from "../api.ts";
import { formatMoney } from "../ui/money.ts";

/** The sums of a cart or an order, with each tax by its name where they are known. */
export function Totals({
  totals,
  taxes,
  shippingKnown = true,
}: {
  totals: Schema<"Totals">;
  taxes?: Schema<"TaxLine">[] | undefined;
  shippingKnown?: boolean;
}) {
  const { subtotal, discount, shipping, tax, tax_included: included, total } = totals;
  const isIncluded = included.amount > 0;
  const onTop = isIncluded ? [] : (taxes ?? []);
  return (
    <dl class="totals">
      <Row name="Subtotal" value={formatMoney(subtotal)} />
      {discount.amount > 0 && <Row name="Discount" value={`−${formatMoney(discount)}`} />}
      <Row name="Shipping" value={shippingKnown ? formatMoney(shipping) : "Chosen later"} />
      {onTop.map((line) => (
        <Row key={line.name} name={taxName(line)} value={formatMoney(line.amount)} />
      ))}
      {!isIncluded && onTop.length === 0 && (
        <Row name="Tax" value={shippingKnown ? formatMoney(tax) : "Known with the address"} />
      )}
      <Row name="Total" value={formatMoney(total)} strong />
      {isIncluded && <Row name="Tax included" value={formatMoney(included)} quiet />}
    </dl>
  );
}

function taxName({ name, rate_ppm: rate }: Schema<"TaxLine">): string {
  return `${name} (${new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 3 }).format(rate / 1_000_000)})`;
}

function Row({
  name,
  value,
  strong = false,
  quiet = false,
}: {
  name: string;
  value: string;
  strong?: boolean;
  quiet?: boolean;
}) {
  return (
    <div class={strong ? "totals-strong" : quiet ? "muted" : ""}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
