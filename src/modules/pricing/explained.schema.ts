import { z } from "@hono/zod-openapi";
import { formatMoney, money } from "../../platform/money.ts";

/** The rules that a total can depend on, each with what may have become of it. */
const SENTENCES = {
  "shipping.address_missing":
    "There is no shipping address yet: neither shipping options nor taxes are known.",
  "shipping.not_needed": "Nothing in the cart has to be sent.",
  "shipping.not_served": "No shipping zone has this address.",
  "shipping_zone.matched": "{name} ships to {place}.",
  "shipping_zone.less_specific": "{name} has this address, too, by {place}, but a narrower place decides.",
  "shipping_rate.chosen": "{name} was chosen: {amount}.",
  "shipping_rate.offered": "{name} is offered for {amount}, and another option or none was chosen.",
  "shipping_rate.other_currency": "{name} is priced in {currency}.",
  "shipping_rate.too_light": "{name} carries from {limit} g on; this weighs {actual} g.",
  "shipping_rate.too_heavy": "{name} carries less than {limit} g; this weighs {actual} g.",
  "shipping_rate.subtotal_too_low": "{name} is for goods from {limit_amount} on; these cost {actual_amount}.",
  "shipping_rate.subtotal_too_high": "{name} is for goods below {limit_amount}; these cost {actual_amount}.",
  "shipping_rate.inactive": "{name} is switched off.",
  "free_shipping.reached": "{name} is free for goods from {limit_amount} on; these cost {actual_amount}.",
  "free_shipping.not_reached": "{name} is free from {limit_amount} on; {missing_amount} are missing.",
  "tax.applied": "{name} ({place}), {rate} %: {amount} on {taxable_amount}.",
  "tax.no_base": "{name} ({place}), {rate} %, is for {tax_class} goods: there are none.",
  "tax.replaced": "{name} ({place}), {rate} %, gives way to a rule for the same goods and a narrower place.",
  "tax.exempt": "{name} ({place}), {rate} %, is not charged: the customer is exempt.",
  "tax.none": "No tax rule has this address.",
  "shipping_tax.applied": "{name} is charged on shipping, too.",
  "shipping_tax.not_applied": "{name} is not charged on shipping.",
  "line.not_taxable": "{name} bears no tax.",
  "exemption.applied": "The customer is exempt from tax ({reason}).",
  "exemption.expired": "The customer's exemption from tax ended ({valid_until}).",
  "prices.with_tax": "Prices include tax here.",
  "prices.without_tax": "Taxes are added to prices here.",
  "rounding.order": "Each tax is rounded once, on everything that bears it.",
  "rounding.line": "Each tax is rounded on every line.",
} as const;

export type ExplainedCode = keyof typeof SENTENCES;

/** One rule that was looked at and what became of it. Facts whose name ends in `amount` are minor units of the order's currency. */
export interface Explained {
  code: ExplainedCode;
  applied: boolean;
  id?: string;
  name?: string;
  facts?: Record<string, string | number>;
}

export const explainedSchema = z
  .object({
    code: z.string().openapi({ example: "free_shipping.not_reached" }),
    applied: z.boolean().openapi({ description: "Whether the total depends on it." }),
    message: z.string().openapi({ description: "The same in a sentence." }),
    id: z.string().optional().openapi({ description: "The rule's id." }),
    name: z.string().optional(),
    facts: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .openapi({
        description: "The figures behind it; those whose name ends in `amount` are minor units.",
      }),
  })
  .openapi("ExplainedRule");

/** A rule that was looked at as it is answered, with its sentence. */
export function explainedView(explained: Explained, currency: string) {
  const { code, applied, ...rest } = explained;
  const sentence: string | undefined = SENTENCES[code];
  const message = (sentence ?? code).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    wordFor(name, name === "name" ? rest.name : rest.facts?.[name], currency),
  );
  return { code, applied, message, ...rest };
}

function wordFor(name: string, value: string | number | undefined, currency: string): string {
  if (value === undefined) return "?";
  if (typeof value === "string" || !name.endsWith("amount")) return `${value}`;
  return formatMoney(money(value, currency));
}
