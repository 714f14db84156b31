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
export const slugTaken = defineError("product.slug_taken", 409, "Another product has this slug");
export const skuTaken = defineError("product.sku_taken", 409, "Another variant has this SKU");
export const lastVariant = defineError("product.last_variant", 409, "A product needs a variant");
export const unitsPromised = defineError(
  "product.units_promised",
  409,
  "More units are ordered than are on hand",
);
export const categorySlugTaken = defineError("category.slug_taken", 409, "Another category has this slug");
export const categoryNotEmpty = defineError("category.not_empty", 409, "The category is not empty");
export const categoryCycle = defineError("category.cycle", 422, "A category cannot be below itself");
export const categoryTooDeep = defineError("category.too_deep", 422, "The tree of categories is too deep");
