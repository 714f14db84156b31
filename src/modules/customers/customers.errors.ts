import { defineError } from "../../platform/errors.ts";

export const tooManyAddresses = defineError(
  "customer.too_many_addresses",
  409,
  "The address book takes no more",
);
