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
export const importProductTooLarge = defineError(
  "catalog.import_product_too_large",
  422,
  "A product of the file is too large",
);
export const importRowsScattered = defineError(
  "catalog.import_rows_scattered",
  422,
  "The rows of the products do not stand together",
);
