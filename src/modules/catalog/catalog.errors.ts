import { defineError } from "../../platform/errors.ts";

export const importColumnsMissing = defineError(
  "catalog.import_columns_missing",
  422,
  "The file lacks columns",
);
export const importMalformedCsv = defineError(
  "catalog.import_malformed_csv",
  400,
  "The file is no well-formed CSV",
);
export const importTooLarge = defineError("catalog.import_too_large", 413, "The file has too many rows");
export const currencyNotSold = defineError(
  "pricing.currency_not_sold",
  422,
  "The shop does not sell in this currency",
);
