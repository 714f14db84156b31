import { z } from "@hono/zod-openapi";
import { ROLES } from "../../platform/auth.ts";
import { plainText } from "../../platform/http/schemas.ts";

/** ASCII is asked for before lower-casing: some letters of other alphabets (the Kelvin sign) turn into ASCII ones then. */
export const usernameSchema = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{2,29}$/,
    "must be 3 to 30 of a-z, 0-9, _ . - and begin with a letter or digit",
  )
  .toLowerCase()
  .openapi({ example: "ada" });

/** A first or last name; may be empty. */
export const personNameSchema = plainText(100);

export const userSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    username: z.string().optional(),
    first_name: z.string(),
    last_name: z.string(),
    role: z.enum(ROLES),
    status: z.enum(["active", "deactivated", "disabled", "erased"]),
    email_verified: z.boolean(),
    second_factor: z.boolean().openapi({ description: "Whether a second factor is in use." }),
    last_login_at: z.iso.datetime().optional(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("User");

export type User = z.output<typeof userSchema>;
