import { defineError } from "../../platform/errors.ts";

export const slugTaken = defineError("product.slug_taken", 409, "Another product has this slug");
export const skuTaken = defineError("product.sku_taken", 409, "Another variant has this SKU");
export const lastVariant = defineError("product.last_variant", 409, "A product needs a variant");
export const unitsPromised = defineError(
  "product.units_promised",
  409,
  "More units are ordered than are on hand",
);
