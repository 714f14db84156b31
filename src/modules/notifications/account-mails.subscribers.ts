import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import {
  emailChanged,
  emailChangeRequested,
  findEmailChange,
  findSession,
  findUser,
  newDeviceSeen,
  passwordChanged,
  passwordResetRequested,
  registrationRepeated,
  secondFactorChanged,
  userRegistered,
  userStandingChanged,
  type UserRow,
  verificationRequested,
} from "../identity/index.ts";
import { type AccountLink, accountLink } from "./account-link.ts";
import {
  alreadyRegisteredMail,
  leaveAddressMail,
  passwordResetMail,
  takeAddressMail,
  verificationMail,
  welcomeMail,
} from "./account-mails.ts";
import {
  accountClosedMail,
  addressChangedMail,
  newDeviceMail,
  passwordChangedMail,
  secondFactorMail,
} from "./account-notices.ts";
import { shopOf } from "./mail-page.ts";
import { sendOnce } from "./send-once.ts";

/** Sends what `make` says to the user as they are now; nothing to who was erased, or when there is nothing to say any more. */
async function mailUser(
  ctx: Ctx,
  userId: string | undefined,
  event: EventEnvelope,
  template: string,
  make: (user: UserRow) => Promise<Mail> | Promise<Mail | undefined>,
): Promise<void> {
  if (userId === undefined) return;
  const user = await findUser(ctx, userId);
  if (!user || user.status === "erased") return;
  const mail = await make(user);
  if (mail) await sendOnce(ctx, { eventId: event.id, template, userId }, mail);
}

/** A link to the account's own address; undefined when it ended, or the account has got another address since. */
async function ownLink(
  ctx: Ctx,
  user: UserRow,
  tokenId: string | undefined,
): Promise<AccountLink | undefined> {
  const link = tokenId === undefined ? undefined : await accountLink(ctx, tokenId);
  return link?.to === user.email ? link : undefined;
}

// One subscriber a mail: each has its own record of what it has done, so one that fails is tried again alone.
export const accountMailSubscribers = [
  subscribe("notifications.welcome", userRegistered, (ctx, { user_id, token_id }, event) =>
    mailUser(ctx, user_id, event, "welcome", async (user) => {
      const link = await ownLink(ctx, user, token_id);
      return link && welcomeMail(user, link, shopOf(ctx));
    }),
  ),
  subscribe("notifications.already-registered", registrationRepeated, (ctx, { user_id }, event) =>
    mailUser(ctx, user_id, event, "already-registered", (user) => alreadyRegisteredMail(user, shopOf(ctx))),
  ),
  subscribe("notifications.verify-email", verificationRequested, (ctx, { user_id, token_id }, event) =>
    mailUser(ctx, user_id, event, "verify-email", async (user) => {
      const link = await ownLink(ctx, user, token_id);
      return link && verificationMail(user, link, shopOf(ctx));
    }),
  ),
  subscribe("notifications.reset-password", passwordResetRequested, (ctx, { user_id, token_id }, event) =>
    mailUser(ctx, user_id, event, "reset-password", async (user) => {
      // A new password does not open what the shop has disabled, so a link would lead nowhere.
      if (user.status === "disabled") return undefined;
      const link = await ownLink(ctx, user, token_id);
      return link && passwordResetMail(user, link, shopOf(ctx));
    }),
  ),
  subscribe("notifications.password-changed", passwordChanged, (ctx, { user_id }, event) =>
    mailUser(ctx, user_id, event, "password-changed", (user) =>
      passwordChangedMail(user, event.occurred_at, shopOf(ctx)),
    ),
  ),
  subscribe("notifications.new-device", newDeviceSeen, (ctx, { user_id, session_id }, event) =>
    mailUser(ctx, user_id, event, "new-device", async (user) => {
      const session = await findSession(ctx, session_id);
      return session ? newDeviceMail(user, session, shopOf(ctx)) : undefined;
    }),
  ),
  subscribe("notifications.leave-address", emailChangeRequested, (ctx, payload, event) =>
    mailUser(ctx, payload.user_id, event, "leave-address", async (user) => {
      const change = await findEmailChange(ctx, payload.email_change_id);
      const link = await ownLink(ctx, user, payload.old_token_id);
      return change && link ? leaveAddressMail(user, link, change.new_email, shopOf(ctx)) : undefined;
    }),
  ),
  subscribe("notifications.take-address", emailChangeRequested, (ctx, payload, event) =>
    // Whether the address has an account already changes nothing here: who asked could read it out of the record of mails.
    mailUser(ctx, payload.user_id, event, "take-address", async () => {
      const link = await accountLink(ctx, payload.new_token_id);
      return link && takeAddressMail(link, shopOf(ctx));
    }),
  ),
  subscribe("notifications.address-changed", emailChanged, (ctx, { user_id, email_change_id }, event) =>
    mailUser(ctx, user_id, event, "address-changed", async (user) => {
      const change = await findEmailChange(ctx, email_change_id);
      return change ? addressChangedMail(user, change.old_email, event.occurred_at, shopOf(ctx)) : undefined;
    }),
  ),
  subscribe("notifications.second-factor", secondFactorChanged, (ctx, { user_id, change }, event) =>
    mailUser(ctx, user_id, event, `second-factor-${change.replaceAll("_", "-")}`, (user) =>
      secondFactorMail(user, change, event.occurred_at, shopOf(ctx)),
    ),
  ),
  subscribe("notifications.account-closed", userStandingChanged, async (ctx, payload, event) => {
    const { user_id, status, changed } = payload;
    if (status === "active" || !changed.includes("status")) return;
    await mailUser(ctx, user_id, event, `account-${status}`, async (user) =>
      user.status === status ? accountClosedMail(user, status, event.occurred_at, shopOf(ctx)) : undefined,
    );
  }),
] as const;
