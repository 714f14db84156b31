import { defineError } from "../../platform/errors.ts";

export const outOfStock = defineError("inventory.out_of_stock", 409, "There is not enough stock");
export const stockBelowReserved = defineError(
  "inventory.below_reserved",
  409,
  "Less would be on hand than orders hold",
);
