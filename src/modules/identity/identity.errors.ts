import { defineError } from "../../platform/errors.ts";

export const tokenUnusable = defineError("auth.token_unusable", 422, "The one-time token cannot be used");
export const lastSuperuser = defineError("user.last_superuser", 409, "The shop needs an active superuser");
export const scopesTooWide = defineError(
  "api_key.scopes_too_wide",
  403,
  "A key cannot carry permissions that its maker lacks",
);
export const secondFactorInvalid = defineError(
  "auth.second_factor_invalid",
  401,
  "The code of the second factor is not valid",
);
export const usernameTaken = defineError(
  "account.username_taken",
  409,
  "The username belongs to somebody else",
);
export const keyNotRotatable = defineError(
  "api_key.not_rotatable",
  409,
  "The key is revoked, expired or has been replaced",
);

/** The 409 for whoever would leave the shop without anybody who may do everything. */
export function lastSuperuserError() {
  return lastSuperuser("This is the last active superuser. Make somebody else superuser first.");
}

/** The 409 for a name that is in use. */
export function usernameTakenError() {
  return usernameTaken("The username belongs to somebody else.", {
    errors: [{ pointer: "#/username", code: "taken", message: "belongs to somebody else" }],
  });
}
