import { z } from "@hono/zod-openapi";
import { PERMISSIONS, ROLES } from "../../platform/auth.ts";
import { mailableEmailSchema, emailSchema } from "../../platform/http/schemas.ts";
import { personNameSchema, usernameSchema, userSchema } from "../identity/index.ts";

/** Long enough for every password that the policy takes; what is chosen is judged by `checkNewPassword`. */
const password = z
  .string()
  .min(1)
  .max(1_000)
  .openapi({ format: "password", example: "correct horse battery" });
const newPassword = z.string().max(20_000).openapi({
  format: "password",
  description: "8 to 128 characters, none of the most common passwords, not your name or address.",
  example: "correct horse battery",
});
const totp = z
  .string()
  .trim()
  .min(6)
  .max(40)
  .openapi({ description: "The code of the authenticator app, or a recovery code.", example: "123456" });
const token = z.string().min(1).max(2_000);

export const registerBody = z
  .strictObject({
    email: mailableEmailSchema,
    username: usernameSchema.optional(),
    password: newPassword,
    first_name: personNameSchema.optional(),
    last_name: personNameSchema.optional(),
  })
  .openapi("Register");

export const loginBody = z
  .strictObject({ email: emailSchema, password, totp: totp.optional() })
  .openapi("LogIn");

export const refreshBody = z.strictObject({ refresh_token: token }).openapi("Refresh");
export const logoutBody = z.strictObject({ refresh_token: token.optional() }).openapi("LogOut");
export const emailBody = z.strictObject({ email: emailSchema }).openapi("EmailAddress");
export const linkBody = z
  .strictObject({
    token,
    password: password.optional().openapi({
      description: "The account's password. Not needed by who is signed in to the account.",
    }),
  })
  .openapi("FollowLink");
export type FollowLink = z.output<typeof linkBody>;
export const resetPasswordBody = z
  .strictObject({ token, new_password: newPassword })
  .openapi("ResetPassword");
export const changePasswordBody = z
  .strictObject({ current_password: password, new_password: newPassword })
  .openapi("ChangePassword");
export const changeEmailBody = z
  .strictObject({ email: mailableEmailSchema, password })
  .openapi("ChangeEmail");
export const passwordBody = z.strictObject({ password }).openapi("PasswordConfirmation");
export const stepUpBody = z
  .strictObject({ password: password.optional(), totp: totp.optional() })
  .refine((body) => (body.password === undefined) !== (body.totp === undefined), {
    path: ["password"],
    message: "give either password or totp",
  })
  .openapi("StepUp");
export const codeBody = z.strictObject({ totp }).openapi("SecondFactorCode");

export const tokensSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.int().openapi({ description: "Seconds that the access token lives.", example: 600 }),
    refresh_token: z.string().openapi({ description: "Good for one refresh, which gives the next one." }),
    user: userSchema,
  })
  .openapi("Tokens");

export const browserSessionSchema = z
  .object({
    id: z.uuid(),
    user: userSchema,
    csrf_token: z.string().openapi({ description: "Send it as X-CSRF-Token with every unsafe request." }),
    expires_at: z.iso.datetime(),
  })
  .openapi("BrowserSession");

export const sessionSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["token", "browser"]),
    user_agent: z.string(),
    country: z.string().optional(),
    is_current: z.boolean(),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .openapi("Session");

export const meSchema = z
  .object({
    kind: z.enum(["user", "api_key"]),
    id: z.uuid(),
    role: z.enum(ROLES).optional(),
    permissions: z.array(z.enum(PERMISSIONS)),
    must_enrol_second_factor: z.boolean(),
    user: userSchema.optional(),
    api_key: z.object({ id: z.uuid(), name: z.string() }).optional(),
  })
  .openapi("Me");

/** What registering answers: the same whether the address was free or not. */
export const registeredSchema = z
  .object({
    email: z.string(),
    message: z.string().openapi({ example: "We have sent a mail to this address." }),
  })
  .openapi("Registered");

export const acceptedSchema = z.object({ message: z.string() }).openapi("Accepted");

export const emailChangeSchema = z
  .object({ status: z.enum(["waiting", "changed"]) })
  .openapi("EmailChangeStatus", {
    description: "`waiting`: the other address has not confirmed yet.",
  });

export const secondFactorSchema = z
  .object({
    enabled: z.boolean(),
    enabled_at: z.iso.datetime().optional(),
    recovery_codes_left: z.int(),
  })
  .openapi("SecondFactor");

export const enrolmentSchema = z
  .object({
    secret: z.string().openapi({ description: "For typing it in." }),
    otpauth_uri: z.string().openapi({ description: "For a QR code." }),
  })
  .openapi("SecondFactorEnrolment");

export const recoveryCodesSchema = z
  .object({ recovery_codes: z.array(z.string()).openapi({ description: "Shown once. Each works once." }) })
  .openapi("RecoveryCodes");
