import { defineError, type DomainError } from "../../platform/errors.ts";
import type { Shortage } from "./allocate.ts";

export const outOfStock = defineError("inventory.out_of_stock", 409, "There is not enough stock");
export const stockBelowReserved = defineError(
  "inventory.below_reserved",
  409,
  "Less would be on hand than orders hold",
);

/** The 409 that says what is short and how many are left. */
export function outOfStockError(shortages: readonly Shortage[]): DomainError {
  const [first] = shortages;
  const detail = first
    ? `${first.sku}: ${first.requested} wanted, ${first.available} left.`
    : "The stock has just been sold.";
  return outOfStock(detail, { facts: { items: shortages } });
}
