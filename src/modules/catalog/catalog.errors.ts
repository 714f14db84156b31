import { defineError } from "../../platform/errors.ts";

export const currencyNotSold = defineError(
  "pricing.currency_not_sold",
  422,
  "The shop does not sell in this currency",
);
