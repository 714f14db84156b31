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

/** Where a browser or an app goes back to: a page, or an app's own scheme, but nothing that is a script or a document itself. */
export const returnUrl = z
  .url({ protocol: /^(?!(?:javascript|vbscript|data|blob|file)$)/i, error: "must lead to a page or an app" })
  .max(2_000);

/** No control characters (C0, C1), and no marks that turn the direction of writing: both can make a text look like another one. */
const PLAIN = /^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/;

/** One line of text, trimmed, as people type it; may be empty. */
export const plainText = (max: number) =>
  z.string().trim().max(max).regex(PLAIN, "must not contain control characters");

const text = (max: number) => plainText(max).min(1);

/** What staff look for people by. */
export const nameQuery = plainText(100)
  .min(2)
  .optional()
  .openapi({ description: "The beginning of an address, of a first or last name, or of the full name." });

/** Forms send "" or null for a field left empty: both mean that it is absent. */
const optionalText = (max: number) =>
  plainText(max)
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

/**
 * An address that mail can be sent to, which ".invalid" never is (RFC 2606): erased accounts and orders have theirs there.
 */
export const mailableEmailSchema = emailSchema
  .refine((email) => !email.endsWith(".invalid"), "must be an address that can receive mail")
  .openapi({ example: "ada@example.com" });

export const idParams = z.object({ id: z.uuid().openapi({ description: "The resource's id (UUIDv7)." }) });
