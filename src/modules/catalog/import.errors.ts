import { defineError } from "../../platform/errors.ts";

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
