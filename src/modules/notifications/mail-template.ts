import type { Ctx } from "../../platform/ctx.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import type { EventEnvelope, EventType } from "../../platform/events.ts";
import { type Locale, shopLocale } from "../../platform/locale.ts";
import type { Mail } from "../../platform/mailer.ts";
import { type Letter, letterMail, type Shop, shopOf } from "./mail-page.ts";
import { unsubscribeUrl } from "./unsubscribe-url.ts";
import { type Words, wordsOf } from "./words/index.ts";

/** Marketing needs consent and carries a way out; the others are part of the business with the reader. */
export type MailCategory = "transactional" | "staff" | "marketing";

/** What a mail is made for: ids only, and when it happened. */
export type MailEvent = Pick<EventEnvelope, "id" | "payload" | "occurred_at">;

/** A mail that is ready to be sent: `eventId` and `template` together are the key under which it is sent once. */
export interface PreparedMail {
  eventId: string;
  template: string;
  category: MailCategory;
  /** The language that it is written in. */
  locale: Locale;
  /** What it can be made from anew, by `renderMail`. */
  payload: unknown;
  occurredAt: string;
  resendable: boolean;
  orderId?: string;
  userId?: string;
  mail: Mail;
}

/** Whom a mail goes to, and what it says. */
export interface Addressed<Data> {
  to: string;
  /** The reader's language; the shop's default where it is not known. */
  locale?: string | null | undefined;
  data: Data;
  orderId?: string;
  userId?: string;
}

/** An event type, as far as its payloads are read. */
interface Source<Payload> extends Pick<EventType<Payload>, "type" | "read"> {
  readonly schema: { safeParse(value: unknown): { success: boolean; data?: Payload | undefined } };
}

interface Definition<Payload, Data> {
  /** Stands in the record of mails; with the event's id it is what makes a mail be sent once. Never changed. */
  readonly name: string;
  /** Several templates may share one. Default: "notifications.<name>". Never changed. */
  readonly subscriber?: string;
  readonly event: Source<Payload>;
  /** A further event that brings the same mail. */
  readonly also?: { readonly subscriber: string; readonly event: Source<Payload> };
  /** False for mails with one-time links or codes. */
  readonly resendable: boolean;
  /** For previews and tests; the first is the plainest. */
  readonly samples: readonly [Data, ...Data[]];
  /** Pure. Subjects name no person: they stay in the record when the person is forgotten. */
  render(data: Data, shop: Shop, words: Words): Letter;
}

interface CustomerMail<Payload, Data> extends Definition<Payload, Data> {
  readonly category: Exclude<MailCategory, "staff">;
  /** Reads what the mail says as of now. Null: it is not to be sent, or no longer. */
  load(ctx: Ctx, payload: Payload, event: MailEvent): Promise<Addressed<Data> | null>;
}

/** One mail to each address of STAFF_EMAILS, in the shop's default language. */
interface StaffMail<Payload, Data> extends Definition<Payload, Data> {
  readonly category: "staff";
  load(ctx: Ctx, payload: Payload, event: MailEvent): Promise<{ data: Data; orderId?: string } | null>;
}

/** A mail to staff that a job sends, not an event: a period takes the event's place. */
interface Report<Payload, Data> extends Omit<StaffMail<Payload, Data>, "event" | "also" | "subscriber"> {
  readonly schema: Source<Payload>["schema"];
}

/** An event type that brings the mail, and how its payloads of every version are read. */
interface Trigger extends Pick<EventType<unknown>, "read"> {
  readonly subscriber: string;
  readonly eventType: string;
}

/** A template whose types are closed over. */
export interface MailTemplate {
  readonly name: string;
  readonly category: MailCategory;
  readonly resendable: boolean;
  readonly samples: readonly unknown[];
  readonly triggers: readonly Trigger[];
  /** The mails of an event as of now: none, one, or one for each address of the staff. */
  prepare(ctx: Ctx, event: MailEvent): Promise<PreparedMail[]>;
  /** What the mail says, of data that has the shape of its samples. Pure. */
  render(data: never, shop: Shop, words: Words): Letter;
  /** A sample as a mail; undefined when there is no such sample. */
  preview(shop: Shop, locale: Locale, sample: number): Promise<Mail> | undefined;
}

/** Defines a mail to a customer, or to the addresses of the shop's staff, that an event brings. */
export function defineMail<Payload, Data>(
  definition: CustomerMail<Payload, Data> | StaffMail<Payload, Data>,
): MailTemplate {
  const { event, also, subscriber = `notifications.${definition.name}` } = definition;
  const sources = also ? [event.schema, also.event.schema] : [event.schema];
  return templateOf(
    definition,
    [{ subscriber, event }, ...(also ? [also] : [])].map(({ subscriber, event }) => ({
      subscriber,
      eventType: event.type,
      read: event.read,
    })),
    async (ctx, source) => {
      const payload = parsed(sources, source.payload);
      if (definition.category !== "staff") {
        const found = await definition.load(ctx, payload, source);
        return found ? [{ ...found, eventId: source.id, template: definition.name }] : [];
      }
      const found = await definition.load(ctx, payload, source);
      return toStaff(ctx, found).map((mail, index) => ({
        ...mail,
        eventId: source.id,
        template: `${definition.name}-${index + 1}`,
      }));
    },
  );
}

/** Defines a mail that a job sends to staff: once for each id that the job gives it, and address. */
export function defineReport<Payload, Data>(definition: Report<Payload, Data>): MailTemplate {
  return templateOf(definition, [], async (ctx, source) => {
    const found = await definition.load(ctx, parsed([definition.schema], source.payload), source);
    return Promise.all(
      toStaff(ctx, found).map(async (mail) => ({
        ...mail,
        // By address, not by place: the list may be changed between two attempts of a run.
        eventId: `${source.id}:${(await sha256Hex(mail.to.toLowerCase())).slice(0, 16)}`,
        template: definition.name,
      })),
    );
  });
}

type Keyed<Data> = Addressed<Data> & { eventId: string; template: string };

function templateOf<Payload, Data>(
  definition: Pick<
    Definition<Payload, Data> & { category: MailCategory },
    "name" | "category" | "resendable" | "samples" | "render"
  >,
  triggers: MailTemplate["triggers"],
  load: (ctx: Ctx, event: MailEvent) => Promise<Keyed<Data>[]>,
): MailTemplate {
  const { name, category, resendable, samples } = definition;
  const write = (
    to: string,
    data: Data,
    { shop, locale, leave }: { shop: Shop; locale: Locale; leave?: string | undefined },
  ) => {
    const words = wordsOf(locale);
    const { blocks, ...letter } = definition.render(data, shop, words);
    const wayOut = leave === undefined ? [] : [{ label: words.unsubscribe, url: leave }];
    return letterMail({ ...letter, blocks: [...blocks, ...wayOut] }, { to, shop, words });
  };
  return {
    name,
    category,
    resendable,
    samples,
    triggers,
    render: (data, shop, words) => definition.render(data, shop, words),
    async prepare(ctx, event) {
      const mails = await load(ctx, event);
      return Promise.all(
        mails.map(async ({ to, data, locale: wanted, ...about }) => {
          const locale = shopLocale(ctx.config, wanted);
          const leave =
            category === "marketing" ? await unsubscribeUrl(ctx, { to, userId: about.userId }) : undefined;
          const mail = await write(to, data, { shop: shopOf(ctx), locale, leave });
          const { payload, occurred_at: occurredAt } = event;
          return { ...about, category, locale, payload, occurredAt, resendable, mail };
        }),
      );
    },
    preview(shop, locale, sample) {
      const data = samples[sample];
      const leave = category === "marketing" ? `${shop.url}/unsubscribe` : undefined;
      return data === undefined ? undefined : write("reader@example.com", data, { shop, locale, leave });
    },
  };
}

function toStaff<Data>(
  ctx: Ctx,
  found: { data: Data; orderId?: string } | null,
): (Addressed<Data> & { to: string })[] {
  return found ? ctx.config.STAFF_EMAILS.map((to) => ({ ...found, to })) : [];
}

/** @throws Error when no schema knows the payload */
function parsed<Payload>(schemas: readonly Source<Payload>["schema"][], value: unknown): Payload {
  for (const schema of schemas) {
    const result = schema.safeParse(value);
    if (result.success) return result.data as Payload;
  }
  throw new Error("a mail's payload has another shape than its event");
}
