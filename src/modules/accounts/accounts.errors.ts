import { conflict, defineError } from "../../platform/errors.ts";

export const loginFailed = defineError("auth.login_failed", 401, "Email and password do not fit");
export const secondFactorRequired = defineError(
  "auth.second_factor_required",
  401,
  "The account has a second factor: send its code as totp",
);
export const accountNotActive = defineError("auth.account_not_active", 403, "The account is not active");
export const emailUnverified = defineError(
  "auth.email_unverified",
  403,
  "The address has to be confirmed first",
);
export const refreshTokenReused = defineError(
  "auth.refresh_token_reused",
  401,
  "A refresh token came back after it was exchanged",
);
export const emailTaken = defineError(
  "account.email_taken",
  409,
  "The address belongs to an account already",
);
export const secondFactorActive = defineError(
  "auth.second_factor_active",
  409,
  "A second factor is in use already",
);
export const secondFactorMissing = defineError(
  "auth.second_factor_missing",
  409,
  "No second factor is set up",
);
export const passwordWrong = defineError("auth.password_wrong", 422, "The password is wrong");
export const roleTooHigh = defineError("user.role_too_high", 403, "The role is above the caller's own");
export const roleNeedsVerifiedEmail = defineError(
  "user.email_unverified",
  409,
  "The user's address has to be confirmed first",
);
export const userErased = defineError("user.erased", 409, "The account has been erased");

/** The 409 for what was checked against an account that has changed since. */
export function accountMoved() {
  return conflict("The account was changed at the same time. Try again.");
}
