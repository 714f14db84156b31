import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";
import { LOCALES } from "../../platform/locale.ts";
import { personNameSchema, usernameSchema } from "../identity/index.ts";
import { customerAddressSchema } from "./addresses.schema.ts";

export const customerSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    username: z.string().optional(),
    first_name: z.string(),
    last_name: z.string(),
    phone: z.string().optional(),
    accepts_marketing: z.boolean(),
    locale: z.enum(LOCALES).optional().openapi({ description: "The language of mails to them." }),
    email_verified: z.boolean(),
    status: z.enum(["active", "deactivated", "disabled"]),
    default_shipping_address: customerAddressSchema.optional(),
    default_billing_address: customerAddressSchema.optional(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("Customer");

export type Customer = z.output<typeof customerSchema>;

export const updateCustomerBody = z
  .strictObject({
    first_name: personNameSchema.optional(),
    last_name: personNameSchema.optional(),
    username: usernameSchema.nullable().optional(),
    phone: plainText(40)
      .nullable()
      .transform((value) => value || null)
      .optional()
      .openapi({ type: ["string", "null"], maxLength: 40 }),
    accepts_marketing: z.boolean().optional(),
    locale: z.enum(LOCALES).nullable().optional(),
  })
  .openapi("UpdateCustomer", {
    description: "A merge patch: what is absent stays, null takes username, phone or locale away.",
  });

export type UpdateCustomer = z.output<typeof updateCustomerBody>;
