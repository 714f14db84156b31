import { afterEach, describe, expect, it } from "vitest";
import { MailBeingSent } from "../../src/modules/notifications/send-once.ts";
import { retryMails } from "../../src/modules/notifications/retry-mails.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { MailError } from "../../src/platform/mailer.ts";
import { rows, value } from "../support/api.ts";
import { atBatch } from "../support/failing-env.ts";
import { paidOrder } from "../support/fulfillments.ts";
import {
  cloudflareError,
  cloudflareShop,
  mailCtx,
  recordsOf,
  reportOfCloudflare,
  reportOfResend,
  resendShop,
  send,
  takenFor,
} from "../support/mails.ts";
import { unique } from "../support/shop.ts";

const address = (prefix = "reader") => `${unique(prefix)}@example.com`;
const later = (minutes: number) => setClock(() => new Date(Date.now() + minutes * 60_000));

afterEach(() => setClock(undefined));

describe("a mail that goes through Resend", () => {
  it("is one mail, though the Worker died after Resend had taken it and before that was recorded", async () => {
    const to = address();
    // The first batch claims the mail, the second says that it was sent.
    const dying = resendShop({
      DB: atBatch(2, () => Promise.reject(new Error("the Worker died"))).DB,
    });
    const eventId = unique("event");
    await expect(send(mailCtx(dying), to, { eventId })).rejects.toThrow("died");
    expect(await recordsOf(eventId)).toMatchObject([{ status: "sending" }]);
    expect(await takenFor(to)).toHaveLength(1);
    // Nobody sends while the dead one may still be alive.
    await expect(send(mailCtx(), to, { eventId })).rejects.toThrow(MailBeingSent);
    later(2);
    await send(mailCtx(), to, { eventId });
    const [record] = await recordsOf(eventId);
    const taken = await takenFor(to);
    expect(taken).toMatchObject([{ key: record?.id, mail: { tags: [{ value: record?.id }] } }]);
    expect(record).toMatchObject({
      status: "sent",
      attempts: 2,
      provider: "resend",
      provider_id: taken[0]?.id,
    });
  });

  it("is one mail, though the answer was lost, and though it reads otherwise the second time", async () => {
    for (const subject of ["Hello", "Hello again"]) {
      const to = address("lost.reader");
      const eventId = unique("event");
      await expect(send(mailCtx(), to, { eventId })).rejects.toThrow("502");
      expect(await recordsOf(eventId)).toMatchObject([{ status: "failed", attempts: 1 }]);
      await send(mailCtx(), to, { eventId, subject });
      expect(await recordsOf(eventId)).toMatchObject([{ status: "sent", attempts: 2, error: null }]);
      expect(await takenFor(to)).toHaveLength(1);
    }
  });

  it("is refused for the moment by limits and outages: the error asks for a retry, no sooner than Resend says", async () => {
    for (const kind of ["429.rate_limit_exceeded", "500.application_error", "401.invalid_api_key"]) {
      const to = address(`fail.${kind}.1.reader`);
      const eventId = unique("event");
      const refusal = await send(mailCtx(), to, { eventId }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(MailError);
      const [record] = await recordsOf(eventId);
      expect(record?.status).toBe("failed");
      expect(record?.error).not.toContain("ada@");
      const wait = Date.parse(record?.retry_at ?? "") - Date.now();
      expect(wait).toBeGreaterThan(kind.startsWith("429") ? 110_000 : 50_000);
      await send(mailCtx(), to, { eventId });
      expect(await recordsOf(eventId)).toMatchObject([{ status: "sent", attempts: 2, retry_at: null }]);
    }
  });

  it("is refused for good by what no retry mends: the event is done, and nothing tries again", async () => {
    for (const kind of ["422.validation_error", "403.validation_error"]) {
      const to = address(`fail.${kind}.1.reader`);
      const eventId = await send(mailCtx(), to);
      expect(await recordsOf(eventId)).toMatchObject([{ status: "failed", retry_at: null, attempts: 1 }]);
      await send(mailCtx(), to, { eventId });
      later(120);
      await retryMails(mailCtx());
      expect(await recordsOf(eventId)).toMatchObject([{ status: "failed", attempts: 1 }]);
      expect(await takenFor(to)).toEqual([]);
      setClock(undefined);
    }
  });

  it("is sent once when many consumers have it at once", async () => {
    const to = address();
    const eventId = unique("event");
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => send(mailCtx(), to, { eventId })),
    );
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(MailBeingSent);
    }
    expect(await takenFor(to)).toHaveLength(1);
    expect(await recordsOf(eventId)).toMatchObject([{ status: "sent", attempts: 1 }]);
  });
});

describe("a mail that goes through Cloudflare", () => {
  it("is tried again or given up by the code of the error", async () => {
    for (const code of [
      "E_RATE_LIMIT_EXCEEDED",
      "E_DAILY_LIMIT_EXCEEDED",
      "E_INTERNAL_SERVER_ERROR",
      "E_DELIVERY_FAILED",
    ]) {
      const shop = cloudflareShop(() => Promise.reject(cloudflareError(code)));
      const eventId = unique("event");
      await expect(send(mailCtx(shop), address(), { eventId })).rejects.toThrow(code);
      const [record] = await recordsOf(eventId);
      expect(record).toMatchObject({ status: "failed" });
      expect(record?.retry_at).not.toBeNull();
    }
    for (const code of ["E_VALIDATION_ERROR", "E_SENDER_NOT_VERIFIED", "E_HEADER_NOT_ALLOWED"]) {
      const shop = cloudflareShop(() => Promise.reject(cloudflareError(code)));
      const eventId = await send(mailCtx(shop), address());
      expect(await recordsOf(eventId)).toMatchObject([{ status: "failed", retry_at: null }]);
    }
  });

  it("to an address that Cloudflare suppresses is suppressed here, too, from then on", async () => {
    const to = address();
    const shop = cloudflareShop(() => Promise.reject(cloudflareError("E_RECIPIENT_SUPPRESSED")));
    const eventId = await send(mailCtx(shop), to);
    expect(await recordsOf(eventId)).toMatchObject([{ status: "suppressed", retry_at: null }]);
    const next = await send(mailCtx(), to);
    expect(await recordsOf(next)).toMatchObject([{ status: "suppressed" }]);
    expect(await takenFor(to)).toEqual([]);
  });
});

describe("the job that sends what was left unsent", () => {
  it("makes mails anew: of a sender that died, and of an event that has given up; each once", async () => {
    const to = address();
    const order = await paidOrder([1], to);
    const reset = (status: string, column: string) =>
      rows(
        `UPDATE notifications SET status = '${status}', ${column} = ?, provider_id = NULL WHERE order_id = ?`,
        new Date(Date.now() - 1_000).toISOString(),
        order.id,
      );
    for (const [status, column] of [
      ["failed", "retry_at"],
      ["sending", "locked_until"],
    ] as const) {
      await reset(status, column);
      const before = (await takenFor(to)).length;
      await Promise.all([retryMails(mailCtx()), retryMails(mailCtx())]);
      const [record] = await rows("SELECT * FROM notifications WHERE order_id = ?", order.id);
      expect(record).toMatchObject({ status: "sent", provider: "resend" });
      const taken = await takenFor(to);
      expect(taken).toHaveLength(1);
      expect(taken[0]?.mail.subject).toContain(order.number);
      expect(taken.length - before).toBe(status === "failed" ? 1 : 0);
    }
    // A day later it is old news.
    await reset("failed", "retry_at");
    later(25 * 60);
    await retryMails(mailCtx());
    expect(await value("SELECT status FROM notifications WHERE order_id = ?", order.id)).toBe("failed");
  });

  it("leaves what the release before recorded to the event, which sends it once", async () => {
    // As its Worker leaves a mail that was refused, and one with which it died.
    for (const status of ["failed", "sending"]) {
      const to = address();
      const eventId = await send(mailCtx(), to);
      await rows(
        `UPDATE notifications SET status = '${status}', payload = NULL, updated_at = NULL, locked_until = ? WHERE event_id = ?`,
        status === "sending" ? new Date(Date.now() - 1_000).toISOString() : null,
        eventId,
      );
      await retryMails(mailCtx());
      expect(await recordsOf(eventId)).toMatchObject([{ status, attempts: 1 }]);
      await send(mailCtx(), to, { eventId });
      await send(mailCtx(), to, { eventId });
      expect(await recordsOf(eventId)).toMatchObject([{ status: "sent", attempts: 2 }]);
    }
  });

  it("gives up what is not to be sent any more, or cannot be made", async () => {
    const eventId = await send(mailCtx(), address(), { payload: {} });
    const past = new Date(Date.now() - 1_000).toISOString();
    await rows("UPDATE notifications SET status = 'failed', retry_at = ? WHERE event_id = ?", past, eventId);
    await retryMails(mailCtx());
    expect(await recordsOf(eventId)).toMatchObject([
      { status: "failed", retry_at: null, error: "no longer to be sent" },
    ]);
  });
});

describe("what Resend reports", () => {
  async function sent(to = address()) {
    const [record] = await recordsOf(await send(mailCtx(), to));
    if (!record) throw new Error("nothing was sent");
    return record;
  }
  const statusOf = (id: string) => value<string>("SELECT status FROM notifications WHERE id = ?", id);
  const reportsOf = (id: string) =>
    value("SELECT COUNT(*) FROM mail_delivery_reports WHERE notification_id = ?", id);

  it("is recorded once a report, and never overwritten by an earlier stage", async () => {
    const mail = await sent();
    const data = { email_id: mail.provider_id, to: [mail.recipient] };
    const id = unique("msg");
    const answers = await Promise.all([
      reportOfResend("email.complained", data, { id }),
      reportOfResend("email.complained", data, { id }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([204, 204]);
    expect((await reportOfResend("email.delivered", data)).status).toBe(204);
    expect(await statusOf(mail.id)).toBe("complained");
    expect(await reportsOf(mail.id)).toBe(2);
  });

  it("finds the mail by our own id when Resend's is not recorded yet, and then it is not sent again", async () => {
    const to = address("lost.reader");
    const eventId = unique("event");
    await expect(send(mailCtx(), to, { eventId })).rejects.toThrow("502");
    const [record] = await recordsOf(eventId);
    const [taken] = await takenFor(to);
    await reportOfResend("email.delivered", { email_id: taken?.id, tags: { notification: record?.id } });
    expect(await recordsOf(eventId)).toMatchObject([{ status: "delivered", retry_at: null, error: null }]);
    await send(mailCtx(), to, { eventId });
    expect(await recordsOf(eventId)).toMatchObject([{ status: "delivered", attempts: 1 }]);
  });

  it("stops mail to an address that bounces for good, but not for a passing reason", async () => {
    for (const [type, status] of [
      ["Transient", "sent"],
      ["Permanent", "suppressed"],
    ] as const) {
      const to = address();
      const mail = await sent(to);
      const bounce = { type, subType: "General", message: `no mailbox ${to}` };
      await reportOfResend("email.bounced", { email_id: mail.provider_id, bounce });
      expect(await statusOf(mail.id)).toBe("bounced");
      expect(await recordsOf(await send(mailCtx(), to))).toMatchObject([{ status }]);
    }
    const found = await rows(
      "SELECT * FROM mail_delivery_reports UNION ALL SELECT id, masked, scope, reason, source, address_hash FROM mail_suppressions",
    );
    expect(JSON.stringify(found)).not.toMatch(/reader-\w+-\w+@/);
  });

  it("is ignored when it says nothing of the kind, or is about a mail of somebody else's", async () => {
    const mail = await sent();
    expect((await reportOfResend("email.opened", { email_id: mail.provider_id })).status).toBe(204);
    expect((await reportOfResend("email.delivered", { email_id: "unknown" })).status).toBe(204);
    expect((await reportOfResend("contact.created", { name: 1 })).status).toBe(204);
    expect(await statusOf(mail.id)).toBe("sent");
    expect(await reportsOf(mail.id)).toBe(0);
  });

  it("is refused without a genuine signature, and unknown where no secret is set", async () => {
    const mail = await sent();
    const data = { email_id: mail.provider_id };
    const forged = await reportOfResend("email.bounced", data, { secret: "whsec_c29tZWJvZHkgZWxzZQ==" });
    expect(forged).toMatchObject({ status: 400, body: { code: "notification.webhook_signature_invalid" } });
    const { RESEND_WEBHOOK_SECRET: _, ...unset } = resendShop() as Env & { RESEND_WEBHOOK_SECRET?: string };
    expect((await reportOfResend("email.bounced", data, { bindings: unset })).status).toBe(404);
    expect(await statusOf(mail.id)).toBe("sent");
  });
});

describe("what Cloudflare reports through the queue", () => {
  it("is recorded and suppresses like Resend's; one that is too early comes again, for an hour", async () => {
    const messageId = unique("message");
    const to = address();
    expect(await reportOfCloudflare("bounced", { messageId })).toBe(1);
    expect(await reportOfCloudflare("bounced", { messageId }, new Date(Date.now() - 3_700_000))).toBe(0);
    const shop = cloudflareShop(() => Promise.resolve({ messageId }));
    const eventId = await send(mailCtx(shop), to);
    expect(await reportOfCloudflare("delivered", { messageId })).toBe(0);
    expect(await recordsOf(eventId)).toMatchObject([{ status: "delivered" }]);
    expect(await reportOfCloudflare("deferred", { messageId, bounce: { type: "soft" } })).toBe(0);
    expect(await reportOfCloudflare("bounced", { messageId, bounce: { type: "hard", reason: "550" } })).toBe(
      0,
    );
    expect(await recordsOf(eventId)).toMatchObject([{ status: "bounced", error: "550" }]);
    expect(await recordsOf(await send(mailCtx(), to))).toMatchObject([{ status: "suppressed" }]);
    expect(await reportOfCloudflare("nonsense", { eventId: 5 })).toBe(0);
  });
});
