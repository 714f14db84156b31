import { type Money, toMajor, toMinor } from "../../shared/format.ts";
import type { Rate, RateInput } from "./rate.ts";

/** What the form of a rate holds: amounts as people write them, in one currency. */
export interface RateValues {
  name: string;
  currency: string;
  price: string;
  free_from: string | null;
  min_subtotal: string | null;
  max_subtotal: string | null;
  min_weight_grams: number | null;
  max_weight_grams: number | null;
  min_days: number | null;
  max_days: number | null;
  tax_class: string | null;
  position: number | null;
  active: boolean;
}

/** What stands in the form at first. */
export function valuesOf(rate: Rate): RateValues {
  return {
    name: rate.name,
    currency: rate.price.currency,
    price: text(rate.price) ?? "",
    free_from: text(rate.free_from),
    min_subtotal: rate.min_subtotal.amount > 0 ? text(rate.min_subtotal) : null,
    max_subtotal: text(rate.max_subtotal),
    min_weight_grams: rate.min_weight_grams || null,
    max_weight_grams: rate.max_weight_grams ?? null,
    min_days: rate.delivery?.min_days ?? null,
    max_days: rate.delivery?.max_days ?? null,
    tax_class: rate.tax_class,
    position: rate.position,
    active: rate.active,
  };
}

/** The rate as the API takes it; the form has validated the amounts. */
export function toRateInput(values: RateValues): RateInput {
  const { currency } = values;
  const money = (amount: string | null): Money | undefined =>
    amount ? { amount: toMinor(amount, currency) ?? 0, currency } : undefined;
  const { min_days: from, max_days: to } = values;
  return defined<RateInput>({
    name: values.name,
    price: money(values.price) ?? { amount: 0, currency },
    free_from: money(values.free_from),
    min_subtotal: money(values.min_subtotal) ?? { amount: 0, currency },
    max_subtotal: money(values.max_subtotal),
    min_weight_grams: values.min_weight_grams ?? 0,
    max_weight_grams: values.max_weight_grams ?? undefined,
    delivery:
      from === null && to === null ? undefined : { min_days: from ?? to ?? 0, max_days: to ?? from ?? 0 },
    tax_class: values.tax_class ?? undefined,
    position: values.position ?? 0,
    active: values.active,
  });
}

/** Why what was entered is no amount of the currency; undefined when it is one. */
export function amountProblem(amount: string | null | undefined, { currency }: Pick<RateValues, "currency">) {
  if (!amount) return undefined;
  const minor = toMinor(amount, currency);
  return minor === undefined || minor < 0 ? `An amount in ${currency}, as 5.99.` : undefined;
}

function text(money: Money | undefined): string | null {
  return money ? String(toMajor(money)) : null;
}

function defined<Whole>(value: Whole): Whole {
  return Object.fromEntries(
    Object.entries(value as object).filter(([, each]) => each !== undefined),
  ) as Whole;
}
