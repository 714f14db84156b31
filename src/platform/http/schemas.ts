import { z } from "@hono/zod-openapi";

export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, "must be a three-letter ISO 4217 code")
  .openapi({ example: "USD" });

export const moneySchema = z
  .object({
    amount: z.int().openapi({ description: "Integer minor units (cents, yen).", example: 1999 }),
    currency: currencySchema,
  })
  .openapi("Money");

const text = (max: number) => z.string().trim().min(1).max(max);

/** Forms send "" or null for a field left empty: both mean that it is absent. */
const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((value) => value || undefined)
    .openapi({ type: "string", maxLength: max });

export const addressSchema = z
  .strictObject({
    first_name: text(100),
    last_name: text(100),
    company: optionalText(200),
    line1: text(200),
    line2: optionalText(200),
    city: text(100),
    region: optionalText(100).openapi({
      description: "State or province, as its ISO 3166-2 suffix where it has one.",
      example: "NY",
    }),
    postal_code: optionalText(20),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code")
      .openapi({ example: "US" }),
    phone: optionalText(40),
  })
  .openapi("Address");

export type Address = z.output<typeof addressSchema>;

/**
 * An e-mail address, trimmed and lower-cased. ASCII only, and looked at before lower-casing: some letters of other alphabets
 * turn into ASCII ones then (the Kelvin sign into "k"), and would make one address of two.
 */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .regex(/^[\x21-\x7e]*$/, "must be an e-mail address in ASCII letters")
  .toLowerCase()
  .pipe(z.email("must be an e-mail address"))
  .openapi({ example: "ada@example.com" });

export const idParams = z.object({ id: z.uuid().openapi({ description: "The resource's id (UUIDv7)." }) });
