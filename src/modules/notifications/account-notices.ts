import type { Mail } from "../../platform/mailer.ts";
import { newPassword, type Person } from "./account-mails.ts";
import { type Block, letterMail, type Shop } from "./mail-page.ts";
import { countryName, deviceName, greeting, readableTime } from "./mail-wording.ts";

// Mails that only tell what happened to an account, for the case that its owner did not do it. Times are those of the event.

/** Tells that the password was changed, and what to do if somebody else did it. */
export function passwordChangedMail(person: Person, at: string, shop: Shop): Promise<Mail> {
  return notice(
    person,
    {
      subject: `Your password at ${shop.name} was changed`,
      title: "Your password was changed",
      blocks: [
        `The password of your account at ${shop.name} was changed on ${readableTime(at)}.`,
        ...ifNotYou(shop),
      ],
    },
    shop,
  );
}

/** Tells of a login from a new device: which, where and when, in words of ours only. */
export function newDeviceMail(
  person: Person,
  login: { user_agent: string; country: string | null; created_at: string },
  shop: Shop,
): Promise<Mail> {
  const country = countryName(login.country);
  const where = country === undefined ? "" : `, in or near ${country}`;
  return notice(
    person,
    {
      subject: `New login to your account at ${shop.name}`,
      title: "New login to your account",
      blocks: [
        `Somebody logged in to your account at ${shop.name} from a device that we have not seen with it before: ${deviceName(login.user_agent)}${where}, on ${readableTime(login.created_at)}.`,
        "If it was you, there is nothing to do.",
        "If it was not you, please end that session in your account's list of sessions, and set a new password at once: it logs every device out.",
        newPassword(shop),
      ],
    },
    shop,
  );
}

/** Goes to the address that the account had: its owner may be somebody else than who changed it. */
export function addressChangedMail(person: Person, oldEmail: string, at: string, shop: Shop): Promise<Mail> {
  return notice(
    { ...person, email: oldEmail },
    {
      subject: `Your address at ${shop.name} was changed`,
      title: "Your address was changed",
      blocks: [
        `Your account at ${shop.name} has another email address since ${readableTime(at)}. We write to that one from now on; this is the last mail to this one.`,
        `Both addresses confirmed the change. If you did not, please tell ${shop.name} at once, and change the password of your mailbox.`,
      ],
    },
    shop,
  );
}

export type SecondFactorChange = "enabled" | "disabled" | "recovery_code_used";

const SECOND_FACTOR = {
  enabled: ["Your second factor is on", "Logging in now also asks for a code of your authenticator app."],
  disabled: ["Your second factor is off", "Logging in asks for the password alone again."],
  recovery_code_used: [
    "A recovery code was used",
    "It stood in for your authenticator app and cannot be used again. If few are left, please make new ones in your account.",
  ],
} as const satisfies Record<SecondFactorChange, readonly [string, string]>;

/** Tells that the second factor was turned on or off, or stood in for by a recovery code. */
export function secondFactorMail(
  person: Person,
  change: SecondFactorChange,
  at: string,
  shop: Shop,
): Promise<Mail> {
  const [title, meaning] = SECOND_FACTOR[change];
  return notice(
    person,
    {
      subject: `${title} (${shop.name})`,
      title,
      blocks: [
        `This happened to your account at ${shop.name} on ${readableTime(at)}. ${meaning}`,
        ...ifNotYou(shop),
      ],
    },
    shop,
  );
}

/** Tells that the account cannot be used any more, and how it can be again. */
export function accountClosedMail(
  person: Person,
  status: "deactivated" | "disabled",
  at: string,
  shop: Shop,
): Promise<Mail> {
  const by = status === "disabled" ? " by the shop" : "";
  return notice(
    person,
    {
      subject: `Your account at ${shop.name} was ${status}`,
      title: `Your account was ${status}`,
      blocks: [
        `On ${readableTime(at)} your account at ${shop.name} was ${status}${by}: nobody can log in to it, and every device is logged out. Orders that you have placed are not touched by this.`,
        ...(status === "disabled"
          ? [`If you think that this is a mistake, please tell ${shop.name}.`]
          : [
              "If you want it back, or if it was not you, set a new password: that opens the account again.",
              newPassword(shop),
            ]),
      ],
    },
    shop,
  );
}

function ifNotYou(shop: Shop): Block[] {
  return [
    "If it was you, there is nothing to do. If it was not, please set a new password at once: it logs every device out.",
    newPassword(shop),
  ];
}

function notice(
  person: Person,
  letter: { subject: string; title: string; blocks: readonly Block[] },
  shop: Shop,
): Promise<Mail> {
  return letterMail(
    { ...letter, to: person.email, blocks: [greeting(person.first_name), ...letter.blocks] },
    shop,
  );
}
