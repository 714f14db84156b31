import { defineError } from "../../platform/errors.ts";

export const notServed = defineError("shipping.not_served", 422, "The shop does not ship to this address");
export const placeTaken = defineError(
  "shipping.place_taken",
  409,
  "Another shipping zone has this place already",
);
export const zoneNameTaken = defineError(
  "shipping.zone_name_taken",
  409,
  "Another shipping zone has this name",
);
