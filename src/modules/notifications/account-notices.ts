import {
  emailChanged,
  findEmailChange,
  findSession,
  newDeviceSeen,
  passwordChanged,
  secondFactorChanged,
  userStandingChanged,
} from "../identity/index.ts";
import { ADA, type Person } from "./account-mails.ts";
import type { Block, Shop } from "./mail-page.ts";
import { userMail } from "./mail-recipients.ts";
import { defineMail } from "./mail-template.ts";
import { deviceName, greeting, newPassword } from "./mail-wording.ts";
import type { Words } from "./words/index.ts";

// Mails that only tell what happened to an account, for the case that its owner did not do it. Times are those of the event.

interface Happened {
  person: Person;
  at: string;
}

const HAPPENED: Happened = { person: ADA, at: "2026-03-14T15:04:05.000Z" };

/** Tells that the password was changed, and what to do if somebody else did it. */
const passwordWasChanged = defineMail({
  name: "password-changed",
  event: passwordChanged,
  category: "transactional",
  resendable: true,
  load: (ctx, { user_id }, { occurred_at: at }) =>
    userMail(ctx, user_id, (person) => ({ data: { person, at } })),
  samples: [HAPPENED],
  render: ({ person, at }: Happened, shop, words) => ({
    subject: words.password.subject(shop.name),
    title: words.password.title,
    blocks: [
      greeting(person.first_name, words),
      words.password.what(shop.name, words.time(at)),
      ...ifNotYou(shop, words),
    ],
  }),
});

interface Login {
  person: Person;
  login: { user_agent: string; country: string | null; created_at: string };
}

/** Tells of a login from a new device: which, where and when, in words of ours only. */
const newDevice = defineMail({
  name: "new-device",
  event: newDeviceSeen,
  category: "transactional",
  resendable: true,
  load: (ctx, { user_id, session_id }) =>
    userMail(ctx, user_id, async (person) => {
      const login = await findSession(ctx, session_id);
      return login ? { data: { person, login } } : null;
    }),
  samples: [
    {
      person: ADA,
      login: {
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        country: "NZ",
        created_at: "2026-03-14T15:04:05.000Z",
      },
    },
    { person: ADA, login: { user_agent: "", country: null, created_at: "2026-03-14T15:04:05.000Z" } },
  ],
  render: ({ person, login }: Login, shop, words) => ({
    subject: words.device.subject(shop.name),
    title: words.device.title,
    blocks: [
      greeting(person.first_name, words),
      words.device.what(
        shop.name,
        deviceName(login.user_agent, words),
        words.country(login.country),
        words.time(login.created_at),
      ),
      words.nothingToDo,
      words.device.ifNotYou,
      newPassword(shop, words),
    ],
  }),
});

/** Goes to the address that the account had: its owner may be somebody else than who changed it. */
const addressChanged = defineMail({
  name: "address-changed",
  event: emailChanged,
  category: "transactional",
  resendable: true,
  load: (ctx, { user_id, email_change_id }, { occurred_at: at }) =>
    userMail(ctx, user_id, async (person) => {
      const change = await findEmailChange(ctx, email_change_id);
      return change ? { data: { person, at }, to: change.old_email } : null;
    }),
  samples: [HAPPENED],
  render: ({ person, at }: Happened, shop, words) => ({
    subject: words.moved.subject(shop.name),
    title: words.moved.title,
    blocks: [
      greeting(person.first_name, words),
      words.moved.what(shop.name, words.time(at)),
      words.moved.ifNotYou(shop.name),
    ],
  }),
});

/** Tells that the second factor was turned on or off, or stood in for by a recovery code. */
function secondFactor(change: "enabled" | "disabled" | "recovery_code_used") {
  return defineMail({
    name: `second-factor-${change.replaceAll("_", "-")}`,
    subscriber: "notifications.second-factor",
    event: secondFactorChanged,
    category: "transactional",
    resendable: true,
    load: async (ctx, payload, { occurred_at: at }) =>
      payload.change === change
        ? userMail(ctx, payload.user_id, (person) => ({ data: { person, at } }))
        : null,
    samples: [HAPPENED],
    render: ({ person, at }: Happened, shop, words) => {
      const { title, meaning } = words.factor[change];
      return {
        subject: `${title} (${shop.name})`,
        title,
        blocks: [
          greeting(person.first_name, words),
          `${words.factor.happened(shop.name, words.time(at))} ${meaning}`,
          ...ifNotYou(shop, words),
        ],
      };
    },
  });
}

/** Tells that the account cannot be used any more, and how it can be again. */
function accountClosed(status: "deactivated" | "disabled") {
  return defineMail({
    name: `account-${status}`,
    subscriber: "notifications.account-closed",
    event: userStandingChanged,
    category: "transactional",
    resendable: true,
    load: async (ctx, payload, { occurred_at: at }) =>
      payload.status === status && payload.changed.includes("status")
        ? userMail(ctx, payload.user_id, (user) =>
            user.status === status ? { data: { person: user, at } } : null,
          )
        : null,
    samples: [HAPPENED],
    render: ({ person, at }: Happened, shop, words) => {
      const { subject, title, what } = words.closed[status];
      return {
        subject: subject(shop.name),
        title,
        blocks: [
          greeting(person.first_name, words),
          what(shop.name, words.time(at)),
          ...(status === "disabled"
            ? [words.mistake(shop.name)]
            : [words.closed.reopen, newPassword(shop, words)]),
        ],
      };
    },
  });
}

function ifNotYou(shop: Shop, words: Words): Block[] {
  return [words.ifNotYou, newPassword(shop, words)];
}

export const accountNotices = [
  passwordWasChanged,
  newDevice,
  addressChanged,
  secondFactor("enabled"),
  secondFactor("disabled"),
  secondFactor("recovery_code_used"),
  accountClosed("deactivated"),
  accountClosed("disabled"),
] as const;
