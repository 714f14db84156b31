import { z } from "@hono/zod-openapi";
import { addressSchema, plainText } from "../../platform/http/schemas.ts";

export const customerAddressSchema = z
  .object({
    id: z.uuid(),
    ...addressSchema.shape,
    is_default_shipping: z.boolean(),
    is_default_billing: z.boolean(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("CustomerAddress");

export type CustomerAddress = z.output<typeof customerAddressSchema>;

const uses = {
  is_default_shipping: z
    .boolean()
    .optional()
    .openapi({ description: "true takes the use away from the address that has it." }),
  is_default_billing: z.boolean().optional(),
};

/** A whole address, to add or to replace one. */
export const addressBody = z.strictObject({ ...addressSchema.shape, ...uses }).openapi("AddressInput");

/** A field that a patch may clear by null, or by "" as forms do. */
const clearable = (maxLength: number) =>
  plainText(maxLength)
    .nullable()
    .transform((value) => value || null)
    .optional()
    .openapi({ type: ["string", "null"], maxLength });

const { first_name, last_name, line1, city, country } = addressSchema.shape;

export const addressPatch = z
  .strictObject({
    first_name: first_name.optional(),
    last_name: last_name.optional(),
    company: clearable(200),
    line1: line1.optional(),
    line2: clearable(200),
    city: city.optional(),
    region: clearable(100),
    postal_code: clearable(20),
    country: country.optional(),
    phone: clearable(40),
    ...uses,
  })
  .openapi("AddressPatch", {
    description: "A merge patch: what is absent stays, null takes an optional field away.",
  });

export type AddressInput = z.output<typeof addressBody>;
