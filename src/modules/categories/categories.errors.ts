import { defineError } from "../../platform/errors.ts";

export const categorySlugTaken = defineError("category.slug_taken", 409, "Another category has this slug");
export const categoryNotEmpty = defineError("category.not_empty", 409, "The category is not empty");
export const categoryCycle = defineError("category.cycle", 422, "A category cannot be below itself");
export const categoryTooDeep = defineError("category.too_deep", 422, "The tree of categories is too deep");
