import type { Ctx } from "../../platform/ctx.ts";
import {
  emailChangeRequested,
  findEmailChange,
  passwordResetRequested,
  registrationRepeated,
  userInvited,
  userRegistered,
  type UserRow,
  verificationRequested,
} from "../identity/index.ts";
import { type AccountLink, accountLink } from "./account-link.ts";
import { userMail } from "./mail-recipients.ts";
import { defineMail } from "./mail-template.ts";
import { greeting, newPassword } from "./mail-wording.ts";
import type { Words } from "./words/index.ts";

/** What a mail says of the person. Subjects hold none of it: they stay in our books when the person is forgotten. */
export type Person = Pick<UserRow, "first_name">;

interface Linked {
  person: Person;
  link: AccountLink;
}

export const ADA: Person = { first_name: "Ada" };

const LINKED: Linked = {
  person: ADA,
  link: {
    to: "ada@example.com",
    url: "https://shop.example.com/account/page?token=the-token",
    until: "2026-03-15T15:04:05.000Z",
  },
};

/** A link to the account's own address; null when it ended, or the account has got another address since. */
async function linked(
  ctx: Ctx,
  user: UserRow,
  tokenId: string | undefined,
): Promise<{ data: Linked; to: string } | null> {
  const link = tokenId === undefined ? undefined : await accountLink(ctx, tokenId);
  return link?.to === user.email ? { data: { person: user, link }, to: link.to } : null;
}

/** Greets a new account and asks its owner to confirm the address. */
const welcome = defineMail({
  name: "welcome",
  event: userRegistered,
  category: "transactional",
  resendable: false,
  load: (ctx, { user_id, token_id }) => userMail(ctx, user_id, (user) => linked(ctx, user, token_id)),
  samples: [LINKED],
  render: ({ person, link }: Linked, shop, words) => ({
    subject: words.welcome.subject(shop.name),
    title: words.welcome.title(shop.name),
    blocks: [
      greeting(person.first_name, words),
      words.welcome.intro(shop.name),
      { label: words.verify.button, url: link.url },
      `${worksUntil(link, words)} ${words.welcome.ifNotYou}`,
    ],
  }),
});

/** Brings the link that sets the first password of an account that an administrator has made. */
const invitation = defineMail({
  name: "invitation",
  event: userInvited,
  category: "transactional",
  resendable: false,
  load: (ctx, { user_id, token_id }) => userMail(ctx, user_id, (user) => linked(ctx, user, token_id)),
  samples: [LINKED],
  render: ({ person, link }: Linked, shop, words) => ({
    subject: words.invitation.subject(shop.name),
    title: words.invitation.subject(shop.name),
    blocks: [
      greeting(person.first_name, words),
      words.invitation.intro(shop.name),
      { label: words.setPassword, url: link.url },
      `${worksUntil(link, words)} ${words.verify.ifNotYou}`,
    ],
  }),
});

/** Asks again for the confirmation of the address. */
const verifyEmail = defineMail({
  name: "verify-email",
  event: verificationRequested,
  category: "transactional",
  resendable: false,
  load: (ctx, { user_id, token_id }) => userMail(ctx, user_id, (user) => linked(ctx, user, token_id)),
  samples: [LINKED],
  render: ({ person, link }: Linked, shop, words) => ({
    subject: words.verify.subject(shop.name),
    title: words.verify.title,
    blocks: [
      greeting(person.first_name, words),
      words.verify.intro(shop.name),
      { label: words.verify.button, url: link.url },
      `${worksUntil(link, words)} ${words.verify.ifNotYou}`,
    ],
  }),
});

/** Tells the owner of an account that somebody tried to register its address again. */
const alreadyRegistered = defineMail({
  name: "already-registered",
  event: registrationRepeated,
  category: "transactional",
  resendable: true,
  load: (ctx, { user_id }) => userMail(ctx, user_id, (data) => ({ data })),
  samples: [ADA],
  render: (person: Person, shop, words) => ({
    subject: words.registered.subject(shop.name),
    title: words.registered.title,
    blocks: [
      greeting(person.first_name, words),
      words.registered.intro(shop.name),
      words.registered.ifYou,
      newPassword(shop, words),
      words.registered.ifNotYou,
    ],
  }),
});

/** Brings the link that sets a new password. */
const resetPassword = defineMail({
  name: "reset-password",
  event: passwordResetRequested,
  category: "transactional",
  resendable: false,
  load: (ctx, { user_id, token_id }) =>
    // A new password does not open what the shop has disabled, so a link would lead nowhere.
    userMail(ctx, user_id, (user) => (user.status === "disabled" ? null : linked(ctx, user, token_id))),
  samples: [LINKED],
  render: ({ person, link }: Linked, shop, words) => ({
    subject: words.reset.subject(shop.name),
    title: words.setPassword,
    blocks: [
      greeting(person.first_name, words),
      words.reset.intro(shop.name),
      { label: words.setPassword, url: link.url },
      `${worksUntil(link, words)} ${words.reset.ifNotYou}`,
    ],
  }),
});

/** Asks the address that an account has whether the account may move away from it. */
const leaveAddress = defineMail({
  name: "leave-address",
  event: emailChangeRequested,
  category: "transactional",
  resendable: false,
  load: (ctx, { user_id, email_change_id, old_token_id }) =>
    userMail(ctx, user_id, async (user) => {
      const change = await findEmailChange(ctx, email_change_id);
      const own = await linked(ctx, user, old_token_id);
      return change && own ? { ...own, data: { ...own.data, newEmail: change.new_email } } : null;
    }),
  samples: [{ ...LINKED, newEmail: "new@example.com" }],
  render: ({ person, link, newEmail }: Linked & { newEmail: string }, shop, words) => ({
    subject: words.leave.subject(shop.name),
    title: words.leave.title,
    blocks: [
      greeting(person.first_name, words),
      words.leave.intro(shop.name, newEmail),
      { label: words.leave.button, url: link.url },
      `${worksUntil(link, words)} ${words.leave.without}`,
      words.leave.ifNotYou,
      newPassword(shop, words),
    ],
  }),
});

/** Asks the new address for its consent. It says nothing of the account: the address may be a stranger's. */
const takeAddress = defineMail({
  name: "take-address",
  event: emailChangeRequested,
  category: "transactional",
  resendable: false,
  load: (ctx, { user_id, new_token_id }) =>
    // Whether the address has an account already changes nothing here: who asked could read it out of the record of mails.
    userMail(ctx, user_id, async () => {
      const link = await accountLink(ctx, new_token_id);
      return link ? { data: link, to: link.to } : null;
    }),
  samples: [LINKED.link],
  render: (link: AccountLink, shop, words) => ({
    subject: words.take.subject(shop.name),
    title: words.take.title,
    blocks: [
      greeting("", words),
      words.take.intro(shop.name),
      { label: words.verify.button, url: link.url },
      `${worksUntil(link, words)} ${words.take.ifNotYou}`,
    ],
  }),
});

function worksUntil(link: AccountLink, words: Words): string {
  return words.linkWorks(words.time(link.until));
}

export const accountMails = [
  welcome,
  invitation,
  alreadyRegistered,
  verifyEmail,
  resetPassword,
  leaveAddress,
  takeAddress,
] as const;
