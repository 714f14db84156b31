import { conflict, csrfRefused, tooManyAttempts } from "../../platform/errors.ts";
import { defineRoute } from "../../platform/http/index.ts";
import { acceptedLocale } from "../../platform/locale.ts";
import { lastSuperuser, tokenUnusable, usernameTaken } from "../identity/index.ts";
import { emailTaken, passwordWrong } from "./accounts.errors.ts";
import {
  addressOf,
  linkCtx,
  linkErrors,
  MAIL_SENT,
  open,
  signedIn,
  throttled,
} from "./accounts.http.routes.ts";
import {
  acceptedSchema,
  changeEmailBody,
  emailBody,
  emailChangeSchema,
  linkBody,
  passwordBody,
  registerBody,
  registeredSchema,
} from "./accounts.schema.ts";
import { answerAlike } from "./answer-alike.ts";
import { confirmEmailChange, requestEmailChange } from "./change-email.ts";
import { deactivate } from "./deactivate.ts";
import { register } from "./register.ts";
import { requestVerification, verifyEmail } from "./verify-email.ts";

// The life of an account: registering, confirming addresses, closing.

const registerRoute = defineRoute({
  ...open,
  path: "/api/v1/auth/register",
  operationId: "register",
  summary: "Make an account",
  description:
    "Answers the same whether the address is free or belongs to an account already; a mail tells its owner which. Log in with POST /api/v1/auth/login.",
  requestHeaders: { "Accept-Language": "The language of mails to them, where the shop writes it." },
  body: registerBody,
  bodyExample: { email: "ada@example.com", password: "correct horse battery", first_name: "Ada" },
  success: [
    {
      status: 201,
      description: "A mail is on its way",
      schema: registeredSchema,
      headers: { Location: "The profile, once logged in" },
    },
  ],
  errors: [...throttled, usernameTaken],
  handler: async ({ ctx, body, request }) => {
    const locale = acceptedLocale(ctx.config, request.header("Accept-Language"));
    await answerAlike(ctx, () => register(ctx, { ...body, locale }, addressOf(request)));
    return {
      status: 201,
      body: { email: body.email, message: "We have sent a mail to this address." },
      headers: { Location: "/api/v1/customers/me" },
    };
  },
});

const verifyRoute = defineRoute({
  ...open,
  path: "/api/v1/auth/verify-email",
  operationId: "verifyEmail",
  summary: "Confirm an address by the link that was sent to it",
  description:
    "Needs the account's password, too, or credentials of a login to it: the link alone would confirm what somebody else registered " +
    "with one's address. Orders that were placed with this address by a guest become the account's.",
  body: linkBody,
  bodyExample: { token: "eyJ…", password: "correct horse battery" },
  success: [{ status: 204, description: "The address is confirmed" }],
  errors: [tokenUnusable, conflict, ...linkErrors],
  handler: async ({ ctx, body, request }) => {
    await verifyEmail(await linkCtx(ctx, body, request), body, addressOf(request));
    return { status: 204 };
  },
});

const resendRoute = defineRoute({
  ...open,
  path: "/api/v1/auth/verify-email/resend",
  operationId: "resendVerification",
  summary: "Send the link that confirms an address again",
  body: emailBody,
  bodyExample: { email: "ada@example.com" },
  success: [{ status: 202, description: "The same for every address", schema: acceptedSchema }],
  errors: throttled,
  handler: async ({ ctx, body, request }) => {
    await answerAlike(ctx, () => requestVerification(ctx, body.email, addressOf(request)));
    return { status: 202, body: { message: MAIL_SENT } };
  },
});

const changeEmailRoute = defineRoute({
  ...signedIn,
  path: "/api/v1/auth/email-change",
  operationId: "requestEmailChange",
  summary: "Change your address",
  description: "Both addresses get a link; the change is made when both are used.",
  body: changeEmailBody,
  bodyExample: { email: "ada@example.org", password: "correct horse battery" },
  success: [{ status: 202, description: "The mails are on their way", schema: acceptedSchema }],
  errors: [passwordWrong, conflict, tooManyAttempts],
  handler: async ({ ctx, body, request }) => {
    await requestEmailChange(ctx, body, addressOf(request));
    return { status: 202, body: { message: "We have sent a link to both addresses." } };
  },
});

const confirmEmailRoute = defineRoute({
  ...open,
  path: "/api/v1/auth/email-change/confirm",
  operationId: "confirmEmailChange",
  summary: "Confirm a change of address by one of the links",
  description: "Needs the account's password, too, or credentials of a login to it.",
  body: linkBody,
  bodyExample: { token: "eyJ…", password: "correct horse battery" },
  success: [{ status: 200, description: "How far the change is", schema: emailChangeSchema }],
  errors: [tokenUnusable, emailTaken, conflict, ...linkErrors],
  handler: async ({ ctx, body, request }) => {
    const acting = await linkCtx(ctx, body, request);
    return { body: { status: await confirmEmailChange(acting, body, addressOf(request)) } };
  },
});

const deactivateRoute = defineRoute({
  ...signedIn,
  path: "/api/v1/auth/deactivate",
  operationId: "deactivateAccount",
  summary: "Close your account for now",
  description:
    "Setting a new password by mail opens it again. To have your data erased: DELETE /api/v1/customers/me.",
  body: passwordBody,
  bodyExample: { password: "correct horse battery" },
  success: [{ status: 204, description: "The account is closed, every login has ended" }],
  errors: [passwordWrong, lastSuperuser, conflict, tooManyAttempts, csrfRefused],
  handler: async ({ ctx, body, request }) => {
    await deactivate(ctx, body.password, addressOf(request));
    return { status: 204 };
  },
});

export const accountRoutes = [
  registerRoute,
  verifyRoute,
  resendRoute,
  changeEmailRoute,
  confirmEmailRoute,
  deactivateRoute,
] as const;
