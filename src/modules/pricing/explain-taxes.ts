import { placeText } from "../../platform/places.ts";
import type { Explained } from "./explained.schema.ts";
import type { PricedInput, PricedOrder } from "./price-order.ts";
import { classOf, shippingTaxesOf, STANDARD_TAX, type TaxRule, taxesOf } from "./tax-rules.ts";

/** Why an order bears the taxes that it bears: every rule of the destination, and what became of it. */
export function explainTaxes(input: PricedInput, priced: PricedOrder, names: readonly string[]): Explained[] {
  const inclusive = input.pricesIncludeTax === true;
  return [
    { code: inclusive ? "prices.with_tax" : "prices.without_tax", applied: true },
    { code: input.rounding === "line" ? "rounding.line" : "rounding.order", applied: true },
    ...(input.taxes.length === 0 ? [{ code: "tax.none" as const, applied: false }] : []),
    ...input.taxes.flatMap((rule) => explainTax(input, priced, rule)),
    ...input.lines.flatMap((line, index): Explained[] =>
      line.taxable ? [] : [{ code: "line.not_taxable", applied: true, name: names[index] ?? line.key }],
    ),
  ];
}

function explainTax(input: PricedInput, priced: PricedOrder, rule: TaxRule): Explained[] {
  const of = {
    ...(rule.id === undefined ? {} : { id: rule.id }),
    name: rule.name,
    facts: {
      place: rule.jurisdiction ? placeText(rule.jurisdiction) : "",
      rate: rule.ratePpm / 10_000,
      tax_class: classOf(rule),
    },
  };
  const shipped = input.shipping !== undefined && input.shipping.amount > 0;
  const onShipping = shipped && shippingTaxesOf(input.taxes, shippingClass(input)).includes(rule);
  const onGoods = taxableClasses(input).some((taxClass) => taxesOf(input.taxes, taxClass).includes(rule));
  if (!onGoods && !onShipping) {
    const wanted = [...taxableClasses(input), ...(shipped ? [shippingClass(input)] : [])];
    const code = isOvertaken(input, rule) && wanted.includes(classOf(rule)) ? "tax.replaced" : "tax.no_base";
    return [{ code, applied: false, ...of }];
  }
  if (input.exempt) return [{ code: "tax.exempt", applied: false, ...of }];
  const line = priced.taxLines.find((each) => each.id === rule.id && each.name === rule.name);
  const facts = { ...of.facts, amount: line?.amount ?? 0, taxable_amount: line?.taxable ?? 0 };
  return [
    { code: "tax.applied", applied: true, ...of, facts },
    ...(shipped
      ? [{ ...of, facts: {}, code: shippingCode(onShipping), applied: onShipping } satisfies Explained]
      : []),
  ];
}

function shippingCode(applied: boolean) {
  return applied ? "shipping_tax.applied" : "shipping_tax.not_applied";
}

function shippingClass(input: PricedInput): string {
  return input.shipping?.taxClass ?? STANDARD_TAX;
}

function taxableClasses(input: PricedInput): string[] {
  return [
    ...new Set(input.lines.filter((line) => line.taxable).map((line) => line.taxClass ?? STANDARD_TAX)),
  ];
}

/** Whether another rule of its priority comes first for the very class that the rule is for. */
function isOvertaken(input: PricedInput, rule: TaxRule): boolean {
  return !taxesOf(input.taxes, classOf(rule)).includes(rule);
}
