import { defineError, type DomainError, invalidInput, notFound } from "../../platform/errors.ts";
import type { Shortage } from "./allocate.ts";

export const outOfStock = defineError("inventory.out_of_stock", 409, "There is not enough stock");
export const stockBelowReserved = defineError(
  "inventory.below_reserved",
  409,
  "Less would be on hand than orders hold",
);
export const notAvailable = defineError(
  "inventory.not_available",
  409,
  "The location does not have that many units to give",
);
export const backordersOpen = defineError(
  "inventory.backorders_open",
  409,
  "More units are promised already than the back-order policy would allow",
);
export const preconditionRequired = defineError(
  "inventory.precondition_required",
  428,
  "The change must name the version that it is based on",
);
export const locationNameTaken = defineError(
  "inventory.location_name_taken",
  409,
  "Another location has this name",
);
export const locationInUse = defineError(
  "inventory.location_in_use",
  409,
  "The location has stock or a history",
);
export const mainLocation = defineError(
  "inventory.main_location",
  409,
  "The main location is always there and active",
);

/** The 409 that says what is short and how many are left. */
export function outOfStockError(shortages: readonly Shortage[]): DomainError {
  const [first] = shortages;
  const detail = first
    ? `${first.sku}: ${first.requested} wanted, ${first.available} left.`
    : "The stock has just been sold.";
  return outOfStock(detail, { facts: { items: shortages } });
}

/** The 422 for a location in a body that does not exist. */
export function unknownLocation(pointer: string): DomainError {
  return invalidInput("There is no such location.", {
    errors: [{ pointer, code: "unknown_location", message: "names no location" }],
  });
}

/** The 422 for variants in a body that do not exist, by the pointers to them. */
export function unknownVariants(pointers: readonly string[]): DomainError {
  return invalidInput("There is no such variant.", {
    errors: pointers.map((pointer) => ({ pointer, code: "unknown_variant", message: "names no variant" })),
  });
}

export function noSuchVariant(): DomainError {
  return notFound("There is no such variant.");
}

export function nameTaken(name: string): DomainError {
  return locationNameTaken(`Another location is called "${name}".`, { facts: { name } });
}
