import { conflict, tooManyAttempts } from "../../platform/errors.ts";
import { anyUser, defineRoute } from "../../platform/http/index.ts";
import { secondFactorInvalid } from "../identity/index.ts";
import { emailUnverified, secondFactorActive, secondFactorMissing } from "./accounts.errors.ts";
import { codeBody, enrolmentSchema, recoveryCodesSchema, secondFactorSchema } from "./accounts.schema.ts";
import { addressOf } from "./accounts.http.routes.ts";
import {
  beginEnrolment,
  completeEnrolment,
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from "./second-factor.ts";

// The user's own second factor: an authenticator app (TOTP, RFC 6238) and recovery codes.

const common = { tag: "Accounts", access: anyUser, rate: "auth" } as const;

const readRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/auth/totp",
  operationId: "getSecondFactor",
  summary: "Whether you have a second factor",
  rate: "read",
  success: [{ status: 200, description: "The second factor", schema: secondFactorSchema }],
  handler: async ({ ctx }) => ({ body: await readSecondFactor(ctx) }),
});

const beginRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/auth/totp",
  operationId: "beginSecondFactor",
  summary: "Begin to set up an authenticator app",
  stepUp: true,
  idempotency: "once",
  success: [
    {
      status: 201,
      description: "The secret for the app; confirm with a first code",
      schema: enrolmentSchema,
      headers: { Location: "The second factor" },
    },
  ],
  errors: [emailUnverified, secondFactorActive],
  handler: async ({ ctx }) => ({
    status: 201,
    body: await beginEnrolment(ctx),
    headers: { Location: "/api/v1/auth/totp" },
  }),
});

const completeRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/auth/totp/confirm",
  operationId: "confirmSecondFactor",
  summary: "Put the authenticator app into use by a first code",
  description:
    "Answers the recovery codes, once. From now on logging in needs a code; all your other logins end.",
  body: codeBody,
  bodyExample: { totp: "123456" },
  idempotency: "once",
  success: [{ status: 200, description: "The recovery codes", schema: recoveryCodesSchema }],
  errors: [secondFactorActive, secondFactorMissing, secondFactorInvalid, conflict, tooManyAttempts],
  handler: async ({ ctx, body, request }) => {
    const address = addressOf(request);
    return { body: { recovery_codes: await completeEnrolment(ctx, body.totp, address) } };
  },
});

const renewRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/auth/totp/recovery-codes",
  operationId: "renewRecoveryCodes",
  summary: "Exchange the recovery codes for new ones",
  stepUp: true,
  idempotency: "once",
  success: [
    { status: 200, description: "The new codes; the old ones are void", schema: recoveryCodesSchema },
  ],
  errors: [secondFactorMissing, conflict],
  handler: async ({ ctx }) => ({ body: { recovery_codes: await renewRecoveryCodes(ctx) } }),
});

const removeRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/auth/totp",
  operationId: "removeSecondFactor",
  summary: "Remove the second factor",
  stepUp: true,
  success: [{ status: 204, description: "It is gone" }],
  errors: [secondFactorMissing, conflict],
  handler: async ({ ctx }) => {
    await removeSecondFactor(ctx);
    return { status: 204 };
  },
});

export const secondFactorRoutes = [readRoute, beginRoute, completeRoute, renewRoute, removeRoute] as const;
