import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

// Payloads name people by id only: what lies in the outbox, the queue and the dead letters must not have to be erased.

const user = z.object({ user_id: z.string() });
const userAndToken = user.extend({ token_id: z.string() });

export const userRegistered = defineEvent(
  "user.registered",
  userAndToken,
  "An account was made; the token verifies its address.",
);
export const userInvited = defineEvent(
  "user.invited",
  userAndToken,
  "An administrator made an account for somebody; the token sets its first password.",
);
export const registrationRepeated = defineEvent(
  "user.registration_repeated",
  user,
  "Somebody tried to register with the address of an account that exists; its owner is told, the caller is not.",
);
export const verificationRequested = defineEvent(
  "user.verification_requested",
  userAndToken.partial(),
  "A further link that verifies the address was asked for. Without ids: there is no such account, or nothing to verify.",
);
export const emailVerified = defineEvent(
  "user.email_verified",
  user,
  "The address of an account was confirmed by its owner.",
);
export const passwordResetRequested = defineEvent(
  "user.password_reset_requested",
  userAndToken.partial(),
  "A new password was asked for. Without ids: there is no such account; the event keeps both cases alike.",
);
export const passwordChanged = defineEvent(
  "user.password_changed",
  user,
  "The password was changed, by its owner or by a link.",
);
export const accountTakenOver = defineEvent(
  "user.taken_over",
  user,
  "The holder of an address took over an account that somebody else may have made with it: what that one left is not theirs.",
);
export const newDeviceSeen = defineEvent(
  "user.new_device_seen",
  user.extend({ session_id: z.string() }),
  "A login from a device that the account was not used from before.",
);
export const emailChangeRequested = defineEvent(
  "user.email_change_requested",
  user.extend({ email_change_id: z.string(), old_token_id: z.string(), new_token_id: z.string() }),
  "A change of address begins: both addresses are asked to confirm it.",
);
export const emailChanged = defineEvent(
  "user.email_changed",
  user.extend({ email_change_id: z.string() }),
  "The address was changed; the old one is told.",
);
export const secondFactorChanged = defineEvent(
  "user.second_factor_changed",
  user.extend({ change: z.enum(["enabled", "disabled", "recovery_code_used"]) }),
  "The second factor was set up, taken away or used up in part.",
);
export const apiKeyCreated = defineEvent(
  "api_key.created",
  z.object({ api_key_id: z.string(), owner_id: z.string() }),
  "An API key was made for a user, by themselves or by another key of theirs.",
);
export const userStandingChanged = defineEvent(
  "user.standing_changed",
  user.extend({
    role: z.string(),
    status: z.enum(["active", "deactivated", "disabled"]),
    changed: z.array(z.enum(["role", "status"])),
  }),
  "Role or status were changed, by an administrator or (deactivation) by the user.",
);
