import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { describe, expect, it } from "vitest";
import { mailSubscribers } from "../../src/modules/notifications/mail-subscribers.ts";
import { findTemplate, mailTemplates } from "../../src/modules/notifications/mail-templates.ts";
import type { Texts } from "../../src/modules/notifications/words/en.ts";
import { LOCALES } from "../../src/platform/locale.ts";
import { SHOP, writtenMail } from "../support/written-mails.ts";

const SAMPLES = [...mailTemplates.values()].flatMap(({ name, samples }) =>
  samples.map((data, index) => ({ name, data, index, label: `${name} ${index}` })),
);
const WRITTEN = SAMPLES.flatMap((sample) => LOCALES.map((locale) => ({ ...sample, locale })));

type Node = DefaultTreeAdapterTypes.Node;

function nodesOf(node: Node): Node[] {
  const children: Node[] = "childNodes" in node ? node.childNodes : [];
  return children.flatMap((child) => [child, ...nodesOf(child)]);
}

/** What a browser makes of the HTML: its elements in order, and the paragraphs and cells that people read. */
function readAsBrowser(html: string) {
  const errors: string[] = [];
  const nodes = nodesOf(parse(html, { onParseError: ({ code }) => errors.push(code) }));
  const tags = nodes.flatMap((node) => ("tagName" in node ? [node.tagName] : []));
  const textOf = (node: Node) =>
    nodesOf(node)
      .map((each) => ("value" in each ? each.value : each.nodeName === "br" ? "\n" : ""))
      .join("")
      .trim();
  const read = nodes.filter((node) => ["p", "tr"].includes(node.nodeName)).map(textOf);
  const links = nodes.flatMap((node) =>
    "tagName" in node ? node.attrs.filter(({ name }) => name === "href").map(({ value }) => value) : [],
  );
  return { errors, tags, read, links };
}

const bare = (text: string) => text.replace(/\s+/g, "");

/** Members whose text is ours or has a fixed form; all others hold what people typed. */
const FIXED =
  /^(at|.*_at|until|due|from|to|since|url|.*[uU]rl|currency|scopes|country|status|direction|id|timeZone)$/;

/** The same data with another text wherever people type one. */
function retyped(data: unknown, text: string, key = ""): unknown {
  if (typeof data === "string") return FIXED.test(key) || data === "" ? data : text;
  if (Array.isArray(data)) return data.map((each) => retyped(each, text, key));
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, retyped(value, text, name)]));
}

describe("every mail in every language", () => {
  it.each(WRITTEN)("$label ($locale) says the same as text and as HTML", async ({ name, data, locale }) => {
    const mail = await writtenMail(name, data, locale);
    const { read, links } = readAsBrowser(mail.html);
    expect(read.length).toBeGreaterThan(1);
    const [text, html] = [bare(mail.text).replaceAll(":", ""), bare(read.join(""))];
    for (const part of read) expect(text).toContain(bare(part).replaceAll(":", ""));
    for (const line of mail.text.split("\n")) {
      expect(html.replaceAll(":", "")).toContain(bare(line).replaceAll(":", ""));
    }
    for (const url of links.filter((link) => link !== SHOP.url)) expect(mail.text).toContain(url);
    expect(mail.html).toContain(`<html lang="${locale}">`);
    expect(mail.subject).toMatch(/^\S[^\r\n]*\S$/);
    expect(mail.subject + mail.text + mail.html).not.toMatch(/undefined|NaN|\[object|Invalid Date|null/);
  });

  it.each(WRITTEN)(
    "$label ($locale) is HTML that a browser need not mend",
    async ({ name, data, locale }) => {
      const { html } = await writtenMail(name, data, locale);
      const { errors, tags } = readAsBrowser(html);
      expect(errors).toEqual([]);
      const written = [...html.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag);
      expect(tags.filter((tag) => tag !== "tbody")).toEqual(written);
    },
  );

  it.each(WRITTEN)("$label ($locale) lets nothing that people typed become markup", async (sample) => {
    const attack = `Bob</p></td><script>alert(1)</script><img src="x" onerror="alert(1)">\r\nBcc: all@example.com`;
    const [mail, harmless] = await Promise.all([
      writtenMail(sample.name, retyped(sample.data, attack), sample.locale),
      writtenMail(sample.name, retyped(sample.data, "Bob\nBcc"), sample.locale),
    ]);
    const hostile = readAsBrowser(mail.html);
    expect(hostile.errors).toEqual([]);
    expect(hostile.tags).toEqual(readAsBrowser(harmless.html).tags);
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });
});

it("a mail is not made of an event of a release that is newer than this one", async () => {
  const subscriber = mailSubscribers().find(({ name }) => name === "notifications.order-confirmation");
  const payload = { order_id: "o", total: 1 };
  const event = { id: "e", type: "order.paid", version: 99, occurred_at: "", payload };
  await expect(subscriber?.handle({} as never, event)).rejects.toThrow("has version 99");
});

describe("mails in German", () => {
  const ENGLISH = /\b(the|your|you|and|of|with|please|is|has|been|for|to|it|we|not|order|by)\b/i;

  it.each(SAMPLES)("have nothing left of English: $label", async ({ name, data }) => {
    const silent = retyped(data, "#");
    const [de, en] = await Promise.all([writtenMail(name, silent, "de"), writtenMail(name, silent, "en")]);
    const linesOf = ({ subject, text }: typeof de) =>
      [subject, ...text.split("\n")].map((line) =>
        line.replaceAll(SHOP.name, "#").replace(/https:\S+|\w+:manage/g, "#"),
      );
    const english = new Set(linesOf(en));
    for (const line of linesOf(de)) {
      expect(line).not.toMatch(ENGLISH);
      // Both languages say "In USD:".
      if (!/^In [A-Z]{3}:$/.test(line) && /\p{L}{3}/u.test(line)) expect(english).not.toContain(line);
    }
  });

  it("write money, days and times as Germans do", async () => {
    const { text } = await writtenMail(
      "order-confirmation",
      mailTemplates.get("order-confirmation")?.samples[0],
      "de",
    );
    expect(text).toContain("Gesamtsumme: 59,90\u00a0$");
    const report = await writtenMail("weekly-report", mailTemplates.get("weekly-report")?.samples[0], "de");
    expect(report.subject).toBe("Umsatz bei Edge & Sons vom 9. März 2026 bis zum 15. März 2026");
    expect(report.text).toContain("Bestellungen: 1.204");
    expect(report.text).toContain("ein gelöschtes Produkt: ein Stück, 12,50\u00a0$");
    const welcome = await writtenMail("welcome", mailTemplates.get("welcome")?.samples[0], "de");
    expect(welcome.text).toContain("Guten Tag Ada,");
    expect(welcome.text).toContain("bis zum 15. März 2026 um 15:04 UTC");
  });

  it("have the words that English has, neither fewer nor more", () => {
    // @ts-expect-error A word that is missing does not compile.
    const missing: Texts["refund"] = { subject: (number) => number };
    // @ts-expect-error Nor does one that English does not have.
    const surplus: Texts["cart"] = { ...missing, more: () => "", nonsense: "" };
    expect([missing, surplus]).toHaveLength(2);
  });
});

describe("the names under which mails are sent once", () => {
  // Events on their way and rows of the record hold them.
  it("stay what they are", () => {
    const subscribers = mailSubscribers().map(({ name, eventType }) => `${name} < ${eventType}`);
    expect(subscribers.sort()).toEqual([
      "notifications.abandoned-cart < cart.abandoned",
      "notifications.account-closed < user.standing_changed",
      "notifications.address-changed < user.email_changed",
      "notifications.already-registered < user.registration_repeated",
      "notifications.api-key-created < api_key.created",
      "notifications.draft-sent < draft_order.sent",
      "notifications.fulfillment-delivered < order.fulfillment_delivered",
      "notifications.fulfillment-shipped < order.fulfillment_shipped",
      "notifications.invitation < user.invited",
      "notifications.leave-address < user.email_change_requested",
      "notifications.new-device < user.new_device_seen",
      "notifications.order-cancelled < order.cancelled",
      "notifications.order-confirmation < order.paid",
      "notifications.order-edited < order.edited",
      "notifications.order-note < order.note_added",
      "notifications.order-units-cancelled < order.units_cancelled",
      "notifications.password-changed < user.password_changed",
      "notifications.payment-link < order.payment_link_requested",
      "notifications.refund-made < payment.refunded",
      "notifications.refunded-too-late < order.late_payment_refunded",
      "notifications.reset-password < user.password_reset_requested",
      "notifications.return-approved < order.return_approved",
      "notifications.return-exchanged < order.return_exchanged",
      "notifications.return-received < order.return_received",
      "notifications.return-refunded < order.return_refunded",
      "notifications.return-rejected < order.return_rejected",
      "notifications.return-requested < order.return_requested",
      "notifications.second-factor < user.second_factor_changed",
      "notifications.staff-authorization-lapsed < payment.authorization_lapsed",
      "notifications.staff-disputed < payment.disputed",
      "notifications.staff-refund-failed < payment.refund_failed",
      "notifications.staff-return-requested < order.return_requested",
      "notifications.take-address < user.email_change_requested",
      "notifications.verify-email < user.verification_requested",
      "notifications.welcome < user.registered",
    ]);
    expect([...mailTemplates.keys()].sort()).toEqual([
      "abandoned-cart",
      "account-deactivated",
      "account-disabled",
      "address-changed",
      "already-registered",
      "api-key-created",
      "daily-report",
      "fulfillment-delivered",
      "fulfillment-shipped",
      "invitation",
      "leave-address",
      "low-stock-digest",
      "new-device",
      "ops-digest",
      "order-cancelled",
      "order-confirmation",
      "order-edited",
      "order-note",
      "order-units-cancelled",
      "password-changed",
      "payment-link",
      "refund-made",
      "refunded-too-late",
      "reset-password",
      "return-approved",
      "return-exchanged",
      "return-received",
      "return-refunded",
      "return-rejected",
      "return-requested",
      "second-factor-disabled",
      "second-factor-enabled",
      "second-factor-recovery-code-used",
      "staff-authorization-lapsed",
      "staff-disputed",
      "staff-refund-failed",
      "staff-return-requested",
      "take-address",
      "verify-email",
      "weekly-report",
      "welcome",
    ]);
  });

  it("are found again in the record, also with the number of a staff address", () => {
    expect(findTemplate("staff-disputed-2")?.name).toBe("staff-disputed");
    expect(findTemplate("order-note")?.name).toBe("order-note");
    expect(findTemplate("order-note-2")).toBeUndefined();
    expect(findTemplate("nonsense")).toBeUndefined();
  });

  it("are not those of mails with one-time links when staff ask for a mail once more", () => {
    const once = [...mailTemplates.values()].filter(({ resendable }) => !resendable).map(({ name }) => name);
    expect(once.sort()).toEqual([
      "abandoned-cart",
      "invitation",
      "leave-address",
      "reset-password",
      "take-address",
      "verify-email",
      "welcome",
    ]);
  });
});
