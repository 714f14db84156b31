import { digitsOf, toMinor } from "../../shared/format.ts";
import { pricedCurrencies } from "./patch.ts";
import type { OptionValues, ProductValues, VariantValues } from "./values.ts";

/** What is wrong, by field; of variants by the row's key, then by `sku`, `prices.USD.amount`, … */
export interface FormErrors {
  [field: string]: string | FormErrors;
}

/** What the form can see by itself. Everything else the API says. */
export function validateProduct(values: ProductValues): FormErrors {
  const variants = Object.fromEntries(
    values.variants.flatMap((variant) => {
      const errors = variantErrors(variant);
      return Object.keys(errors).length > 0 ? [[variant.key, errors]] : [];
    }),
  );
  const options = optionsError(values.options);
  const names = values.attributes.map(({ name }) => name.trim());
  return {
    ...(values.name.trim() === "" ? { name: "A name is needed." } : {}),
    ...(values.id !== "" && values.slug.trim() === "" ? { slug: "A slug is needed." } : {}),
    ...(names.includes("") ? { attributes: "Each attribute needs a name." } : {}),
    ...(new Set(names).size < names.length ? { attributes: "Two attributes have the same name." } : {}),
    ...(values.attributes.some(({ value }) => value.trim() === "")
      ? { attributes: "Each attribute needs a value." }
      : {}),
    ...(options ? { options } : {}),
    ...(Object.keys(variants).length > 0 ? { variants } : {}),
  };
}

function optionsError(options: OptionValues[]): string | undefined {
  if (options.some(({ name }) => name.trim() === "")) return "Each option needs a name.";
  if (options.some(({ values }) => values.length === 0)) return "Each option needs a value.";
  const names = options.map(({ name }) => name);
  return new Set(names).size < names.length ? "Two options have the same name." : undefined;
}

function variantErrors(variant: VariantValues): FormErrors {
  const prices: FormErrors = {};
  for (const [currency, { amount, compareAt }] of Object.entries(variant.prices)) {
    const errors = {
      ...(isAmount(amount, currency) ? {} : { amount: amountHint(currency) }),
      ...(isAmount(compareAt, currency) ? {} : { compareAt: amountHint(currency) }),
    };
    if (Object.keys(errors).length > 0) prices[currency] = errors;
    else if (amount.trim() === "" && compareAt.trim() !== "")
      prices[currency] = { amount: "A price is needed." };
  }
  const hasPrice = pricedCurrencies(variant).length > 0;
  return {
    ...(variant.id !== undefined && variant.sku.trim() === "" ? { sku: "A SKU is needed." } : {}),
    ...(/^\d*$/.test(variant.weight.trim()) ? {} : { weight: "Whole grams." }),
    ...(!hasPrice && Object.keys(prices).length === 0 ? { price: "A price is needed." } : {}),
    ...(Object.keys(prices).length > 0 ? { prices } : {}),
  };
}

function isAmount(text: string, currency: string): boolean {
  return text.trim() === "" || (toMinor(text, currency) ?? -1) >= 0;
}

function amountHint(currency: string): string {
  const digits = digitsOf(currency);
  return digits === 0 ? `A whole amount of ${currency}.` : `An amount like ${(12).toFixed(digits)}.`;
}
