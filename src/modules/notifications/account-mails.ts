import type { Mail } from "../../platform/mailer.ts";
import type { UserRow } from "../identity/index.ts";
import type { AccountLink } from "./account-link.ts";
import { type Block, letterMail, type Shop } from "./mail-page.ts";
import { greeting, readableTime } from "./mail-wording.ts";

/** What a mail says of the person. Subjects hold none of it: they stay in our books when the person is forgotten. */
export type Person = Pick<UserRow, "email" | "first_name">;

/** Greets a new account and asks its owner to confirm the address. */
export function welcomeMail(person: Person, link: AccountLink, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to: link.to,
      subject: `Welcome to ${shop.name}: please confirm your address`,
      title: `Welcome to ${shop.name}`,
      blocks: [
        greeting(person.first_name),
        `Thank you for making an account at ${shop.name}. Please confirm that this email address is yours; the page asks for the password that you chose.`,
        { label: "Confirm this address", url: link.url },
        `${worksUntil(link)} If you made no account, please ignore this mail: somebody may have mistyped an address.`,
      ],
    },
    shop,
  );
}

/** Asks again for the confirmation of the address. */
export function verificationMail(person: Person, link: AccountLink, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to: link.to,
      subject: `Please confirm your address at ${shop.name}`,
      title: "Confirm your address",
      blocks: [
        greeting(person.first_name),
        `Please confirm that this email address belongs to your account at ${shop.name}; the page asks for your password.`,
        { label: "Confirm this address", url: link.url },
        `${worksUntil(link)} If you did not ask for it, please ignore this mail.`,
      ],
    },
    shop,
  );
}

/** Tells the owner of an account that somebody tried to register its address again. */
export function alreadyRegisteredMail(person: Person, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to: person.email,
      subject: `You already have an account at ${shop.name}`,
      title: "You already have an account",
      blocks: [
        greeting(person.first_name),
        `Somebody, perhaps you, tried to register at ${shop.name} with this email address. It has an account already, and nothing about it has changed.`,
        "If it was you, please log in as usual. If you do not know your password any more, you can set a new one.",
        newPassword(shop),
        "If it was not you, there is nothing to do.",
      ],
    },
    shop,
  );
}

/** Brings the link that sets a new password. */
export function passwordResetMail(person: Person, link: AccountLink, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to: link.to,
      subject: `Set a new password at ${shop.name}`,
      title: "Set a new password",
      blocks: [
        greeting(person.first_name),
        `You asked for a new password for your account at ${shop.name}. Choose one here.`,
        { label: "Set a new password", url: link.url },
        `${worksUntil(link)} If you did not ask for it, please ignore this mail: your password stays as it is.`,
      ],
    },
    shop,
  );
}

/** Asks the address that an account has whether the account may move away from it. */
export function leaveAddressMail(
  person: Person,
  link: AccountLink,
  newEmail: string,
  shop: Shop,
): Promise<Mail> {
  return letterMail(
    {
      to: link.to,
      subject: `Your account at ${shop.name}: confirm the change of address`,
      title: "Confirm the change of your address",
      blocks: [
        greeting(person.first_name),
        `Somebody who is logged in to your account at ${shop.name} asked to change its email address to ${newEmail}. If it was you, please confirm it here and with the link that we sent to the new address.`,
        { label: "Confirm the change", url: link.url },
        `${worksUntil(link)} Without your confirmation the address stays as it is.`,
        "If it was not you, do not confirm. Somebody else may know your password: please set a new one at once.",
        newPassword(shop),
      ],
    },
    shop,
  );
}

/** Asks the new address for its consent. It says nothing of the account: the address may be a stranger's. */
export function takeAddressMail(link: AccountLink, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to: link.to,
      subject: `Confirm your new address at ${shop.name}`,
      title: "Confirm your new address",
      blocks: [
        "Hello,",
        `Somebody, hopefully you, wants to use this email address for an account at ${shop.name}. If it was you, please confirm it here and with the link that we sent to your present address.`,
        { label: "Confirm this address", url: link.url },
        `${worksUntil(link)} If it was not you, please ignore this mail: nothing happens without your confirmation.`,
      ],
    },
    shop,
  );
}

/** The way out for somebody whose account may be in other hands. */
export function newPassword(shop: Shop): Block {
  return { label: "Set a new password", url: `${shop.accountUrl}/forgot-password` };
}

function worksUntil(link: AccountLink): string {
  return `The link works once, until ${readableTime(link.until)}.`;
}
