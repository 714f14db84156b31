import { defineError } from "../../platform/errors.ts";

export const taxRateTaken = defineError(
  "tax.rate_taken",
  409,
  "Another tax rate has this place, or an overlapping one, for this class and priority",
);
export const defaultTaxSettings = defineError(
  "tax.default_settings",
  409,
  "The settings for all other countries cannot be deleted",
);
