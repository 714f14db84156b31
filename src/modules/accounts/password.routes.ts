import { conflict, rateLimited, tooManyAttempts } from "../../platform/errors.ts";
import { defineRoute } from "../../platform/http/index.ts";
import { tokenUnusable } from "../identity/index.ts";
import { passwordWrong } from "./accounts.errors.ts";
import { addressOf, MAIL_SENT, open, signedIn, throttled } from "./accounts.http.routes.ts";
import { acceptedSchema, changePasswordBody, emailBody, resetPasswordBody } from "./accounts.schema.ts";
import { answerAlike } from "./answer-alike.ts";
import { changePassword } from "./change-password.ts";
import { requestPasswordReset, resetPassword } from "./reset-password.ts";

const requestResetRoute = defineRoute({
  ...open,
  path: "/api/v1/auth/password-reset",
  operationId: "requestPasswordReset",
  summary: "Ask for a link to set a new password",
  body: emailBody,
  bodyExample: { email: "ada@example.com" },
  success: [{ status: 202, description: "The same for every address", schema: acceptedSchema }],
  errors: throttled,
  handler: async ({ ctx, body, request }) => {
    await answerAlike(ctx, () => requestPasswordReset(ctx, body.email, addressOf(request)));
    return { status: 202, body: { message: MAIL_SENT } };
  },
});

const resetRoute = defineRoute({
  ...open,
  path: "/api/v1/auth/password-reset/confirm",
  operationId: "resetPassword",
  summary: "Set a new password by the link",
  description: "Ends every login of the account. A deactivated account is open again.",
  body: resetPasswordBody,
  bodyExample: { token: "eyJ…", new_password: "correct horse battery" },
  success: [{ status: 204, description: "The password is set" }],
  errors: [tokenUnusable, conflict, rateLimited],
  handler: async ({ ctx, body, request }) => {
    await resetPassword(ctx, { token: body.token, newPassword: body.new_password }, addressOf(request));
    return { status: 204 };
  },
});

const changePasswordRoute = defineRoute({
  ...signedIn,
  path: "/api/v1/auth/password",
  operationId: "changePassword",
  summary: "Change your password",
  description: "Ends all your other logins.",
  body: changePasswordBody,
  bodyExample: { current_password: "correct horse battery", new_password: "purple stapler lagoon" },
  success: [{ status: 204, description: "The password is changed" }],
  errors: [passwordWrong, conflict, tooManyAttempts],
  handler: async ({ ctx, body, request }) => {
    const input = { currentPassword: body.current_password, newPassword: body.new_password };
    await changePassword(ctx, input, addressOf(request));
    return { status: 204 };
  },
});

export const passwordRoutes = [requestResetRoute, resetRoute, changePasswordRoute] as const;
