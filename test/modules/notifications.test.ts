import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { findNotifications } from "../../src/modules/notifications/notifications-list.repo.ts";
import { retakeStmt, sentStmt } from "../../src/modules/notifications/notifications.repo.ts";
import { commit } from "../../src/platform/commit.ts";
import { forgetRecipient } from "../../src/modules/notifications/forget-recipient.ts";
import { notificationJobs } from "../../src/modules/notifications/index.ts";
import { systemCtx } from "../support/accounts.ts";
import { linkOf } from "../support/account-links.ts";
import { register } from "../support/account.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { paidOrder } from "../support/fulfillments.ts";
import { mailCtx, recordsOf, reportOfResend, resendShop, send, takenFor } from "../support/mails.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";
import { visit } from "../support/visit.ts";

const PATH = "/api/v1/notifications";

interface Notification {
  id: string;
  template: string;
  status: string;
  recipient: string;
  subject: string;
  order_id: string | null;
  resend_of: string | null;
  resendable: boolean;
  reports?: { kind: string }[];
  code?: string;
}

interface Page {
  data: Notification[];
  pagination: { next_cursor: string | null };
}

const address = (prefix = "reader") => `${unique(prefix)}@example.com`;
const staff = () => asStaff(["order:manage"]);

async function list(query: string): Promise<Page> {
  const answer = await api<Page>("GET", `${PATH}?${query}`, { headers: await staff() });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

async function resend(id: string, body: { to?: string } = {}, key?: string) {
  const headers = { ...(await staff()), ...(key === undefined ? {} : { "Idempotency-Key": key }) };
  return callWith<Notification>(resendShop(), "POST", `${PATH}/${id}/resend`, { body, headers });
}

describe("the record of mails", () => {
  it("is listed by status, template, order and recipient, in pages, and shows one with its reports", async () => {
    const to = address();
    const order = await paidOrder([1], to);
    const [mail, ...others] = (await list(`order_id=${order.id}`)).data;
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      template: "order-confirmation",
      category: "transactional",
      locale: "en",
      status: "sent",
      recipient: to,
      provider: "cloudflare",
      resendable: true,
      resend_of: null,
      attempts: 1,
    });
    expect(
      (await list(`recipient=${to.toUpperCase()}&template=order-confirmation&status=sent`)).data,
    ).toHaveLength(1);
    expect((await list(`recipient=${to}&status=failed`)).data).toEqual([]);
    for (let count = 0; count < 3; count++) await send(mailCtx(), to);
    const first = await list(`recipient=${to}&limit=3`);
    const second = await list(`recipient=${to}&limit=3&cursor=${first.pagination.next_cursor ?? ""}`);
    expect(second.data.map((row) => row.id)).toEqual([mail?.id]);
    expect(new Set([...first.data, ...second.data].map((row) => row.id)).size).toBe(4);
    const [latest] = await rows<{ id: string; provider_id: string }>(
      "SELECT id, provider_id FROM notifications WHERE recipient = ? ORDER BY id DESC",
      to,
    );
    await reportOfResend("email.delivered", { email_id: latest?.provider_id });
    const shown = await api<Notification>("GET", `${PATH}/${latest?.id ?? ""}`, { headers: await staff() });
    expect(shown.body).toMatchObject({ status: "delivered", reports: [{ kind: "delivered" }] });
    const none = await api("GET", `${PATH}/${crypto.randomUUID()}`, { headers: await staff() });
    expect(none.status).toBe(404);
  });

  it("is found by what fewest mails share: the few that failed, not all of their template", async () => {
    const explaining = { prepare: (sql: string) => env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`) };
    const ctx = mailCtx(resendShop({ DB: explaining as unknown as D1Database }));
    const indexOf = async (filter: Parameters<typeof findNotifications>[1]) => {
      const [plan] = await findNotifications(ctx, filter, { after: undefined, limit: 20 });
      return /USING INDEX (\w+)/.exec((plan as unknown as { detail: string }).detail)?.[1];
    };
    const template = "order-confirmation";
    expect(await indexOf({ status: "failed", template })).toBe("notifications_status");
    expect(await indexOf({ status: "sent", template })).toBe("notifications_template");
    expect(await indexOf({ status: "sent", template, order_id: "o" })).toBe("notifications_order");
    expect(await indexOf({ status: "failed", recipient: "a@b.example" })).toBe("notifications_recipient");
    expect(await indexOf({ category: "marketing", status: "sent" })).toBe("notifications_category");
    const weekAgo = new Date(Date.now() - 604_800_000).toISOString();
    expect(await indexOf({ undelivered_since: weekAgo })).toBe("notifications_status");
    expect(await indexOf({})).toBe("notifications_created");
  });

  it("belongs to those who manage orders", async () => {
    const headers = await asStaff(["product:manage"]);
    expect((await api("GET", PATH, { headers })).status).toBe(403);
  });

  it("is kept for 400 days", async () => {
    const old = await send(mailCtx(), address());
    const young = await send(mailCtx(), address());
    const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
    await rows("UPDATE notifications SET created_at = ? WHERE event_id = ?", days(401), old);
    await rows("UPDATE notifications SET created_at = ? WHERE event_id = ?", days(399), young);
    const job = notificationJobs.find(({ name }) => name === "notifications.prune");
    await job?.run(systemCtx());
    expect(await recordsOf(old)).toEqual([]);
    expect(await recordsOf(young)).toHaveLength(1);
  });

  it("forgets whom mails went to, and what the mail service said of them", async () => {
    const to = address();
    const order = await paidOrder([1], to);
    const before = await value<string>("SELECT id FROM notifications WHERE order_id = ?", order.id);
    await reportOfResend("email.bounced", {
      email_id: "x",
      tags: { notification: before },
      bounce: { message: "no such user ada" },
    });
    await forgetRecipient(systemCtx(), "nobody", [order.id]);
    const [row] = await rows("SELECT * FROM notifications WHERE order_id = ?", order.id);
    expect(row).toMatchObject({ recipient: "erased@erased.invalid", provider_id: null, error: null });
    expect(await rows("SELECT detail FROM mail_delivery_reports WHERE notification_id = ?", before)).toEqual([
      { detail: null },
    ]);
    expect((await resend(before)).body.code).toBe("notification.not_resendable");
    // Nor does who was about to send it once more.
    const [forgotten] = await recordsOf(
      await value("SELECT event_id FROM notifications WHERE id = ?", before),
    );
    await rows("UPDATE notifications SET status = 'failed' WHERE id = ?", before);
    const claim = { id: before, locked_until: forgotten?.locked_until ?? null };
    const retake = retakeStmt(systemCtx(), claim, { to, subject: "" }, "en");
    expect(await commit(systemCtx(), { statements: [retake] })).toEqual([0]);
    const accepted = { provider: "resend", providerId: "late" } as const;
    await commit(systemCtx(), { statements: [sentStmt(systemCtx(), before, accepted)] });
    // A report that comes late brings nothing back, and nobody is suppressed for the address that leads nowhere.
    await reportOfResend("email.complained", { email_id: "late", tags: { notification: before } });
    expect(await value("SELECT provider_id FROM notifications WHERE id = ?", before)).toBeNull();
    expect(await value("SELECT COUNT(*) FROM mail_suppressions WHERE masked LIKE '%.invalid'")).toBe(0);
  });
});

describe("a mail that staff send again", () => {
  it("is made anew as it reads now, is a new mail in the record, and is audited", async () => {
    const to = address();
    const order = await paidOrder([1], to);
    const [mail] = (await list(`order_id=${order.id}`)).data;
    const moved = address("moved");
    await rows("UPDATE orders SET email = ?, locale = 'de' WHERE id = ?", moved, order.id);
    const again = await resend(mail?.id ?? "");
    expect(again).toMatchObject({
      status: 201,
      body: {
        status: "sent",
        recipient: moved,
        resend_of: mail?.id,
        order_id: order.id,
        template: mail?.template,
        locale: "de",
        subject: expect.stringContaining(`Ihre Bestellung ${order.number}`) as string,
      },
    });
    expect(again.headers.get("Location")).toBe(`${PATH}/${again.body.id}`);
    const [taken] = await takenFor(moved);
    expect(taken).toMatchObject({ key: again.body.id, mail: { subject: again.body.subject } });
    const other = address("other");
    const further = await resend(again.body.id, { to: other });
    expect(further.body).toMatchObject({ recipient: other, resend_of: mail?.id });
    expect(await takenFor(other)).toHaveLength(1);
    const audit = await rows("SELECT action, after FROM audit_log WHERE entity_id = ?", further.body.id);
    expect(audit).toMatchObject([{ action: "notification.resend" }]);
    expect(JSON.stringify(audit)).not.toContain(other);
  });

  it("opens the order from the customer's own address only", async () => {
    const to = address();
    const order = await paidOrder([1], to);
    const [mail] = (await list(`order_id=${order.id}`)).data;
    const link = new RegExp(`/orders/${order.id}#token=[\\w.-]+`);
    const other = address("other");
    expect((await resend(mail?.id ?? "", { to: other })).status).toBe(201);
    const [elsewhere] = await takenFor(other);
    for (const text of [elsewhere?.mail.text, elsewhere?.mail.html]) {
      expect(text).toContain(`/orders/${order.id}`);
      expect(text).not.toContain("token=");
    }
    const again = await resend(mail?.id ?? "", { to: to.toUpperCase() });
    const taken = (await takenFor(again.body.recipient)).find(({ key }) => key === again.body.id);
    expect(taken?.mail.text).toMatch(link);

    const open = await placeOrder(
      await readyCart([{ variant: await makeVariant({ stock: 2 }), quantity: 1 }]),
      {},
    );
    const asked = { body: { notify: true }, headers: await staff() };
    expect((await api("POST", `/api/v1/orders/${open.body.id}/payment-link`, asked)).status).toBe(200);
    await eventsDelivered();
    const [payment] = (await list(`order_id=${open.body.id}&template=payment-link`)).data;
    const refused = await resend(payment?.id ?? "", { to: other });
    expect(refused.body, JSON.stringify(refused.body)).toMatchObject({ code: "notification.not_resendable" });
    expect((await resend(payment?.id ?? "")).status).toBe(201);
  });

  it("is one mail for one Idempotency-Key", async () => {
    const to = address();
    const order = await paidOrder([1], to);
    const [mail] = (await list(`order_id=${order.id}`)).data;
    const key = unique("key");
    const first = await resend(mail?.id ?? "", {}, key);
    const second = await resend(mail?.id ?? "", {}, key);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(await takenFor(to)).toHaveLength(1);
  });

  it("that the service does not take for the moment is tried again by the job, to the same address", async () => {
    const order = await paidOrder([1], address());
    const [mail] = (await list(`order_id=${order.id}`)).data;
    const to = address("fail.429.rate_limit_exceeded.1.other");
    const again = await resend(mail?.id ?? "", { to });
    expect(again).toMatchObject({ status: 201, body: { status: "failed", recipient: to } });
    await rows("UPDATE notifications SET retry_at = ? WHERE id = ?", new Date().toISOString(), again.body.id);
    const job = notificationJobs.find(({ name }) => name === "notifications.retry");
    await job?.run(mailCtx());
    expect(await takenFor(to)).toMatchObject([{ key: again.body.id }]);
    expect(await value("SELECT status FROM notifications WHERE id = ?", again.body.id)).toBe("sent");
  });

  it("is none with a link that works once, of a kind that nobody knows any more, or that does not exist", async () => {
    const email = address();
    await register({ email });
    await eventsDelivered();
    const [welcome] = (await list(`recipient=${email}`)).data;
    expect(welcome).toMatchObject({ template: "welcome", resendable: false });
    expect((await resend(welcome?.id ?? "")).body.code).toBe("notification.not_resendable");
    const unknown = await send(mailCtx(), email);
    const [record] = await recordsOf(unknown);
    expect((await resend(record?.id ?? "")).body.code).toBe("notification.not_resendable");
    expect((await resend(crypto.randomUUID())).status).toBe(404);
    expect((await resend(record?.id ?? "", { to: "erased@erased.invalid" })).status).toBe(422);
  });
});

describe("the local mailbox", () => {
  const MAILBOX = "/api/v1/ops/mailbox";
  const read = (path: string) => visit(`http://shop.test${MAILBOX}${path}`);

  it("shows what was sent, the latest first, and each mail in a frame that may do nothing", async () => {
    const email = address();
    await register({ email, first_name: "<i>Ada</i>" });
    await eventsDelivered();
    const page = await read("");
    expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    const [, id = ""] =
      new RegExp(`${email}</td>[^]*?mailbox/([0-9a-f-]{36})"`).exec(await page.text()) ?? [];
    const mail = await read(`/${id}`);
    expect(mail.status).toBe(200);
    const html = await mail.text();
    expect(html).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(html).not.toContain("<i>Ada</i>");
    const frame = await read(`/${id}?part=html`);
    expect(frame.headers.get("Content-Security-Policy")).toMatch(/sandbox allow-popups/);
    const userId = await value<string>("SELECT id FROM users WHERE email = ?", email);
    expect(await frame.text()).toContain(await linkOf(userId, "verify_email"));
    expect(await (await read(`/${id}?part=text`)).text()).toContain("verify-email");
    expect((await read(`/${crypto.randomUUID()}`)).status).toBe(404);
  });

  it("is not there where the shop is deployed, and keeps nothing then", async () => {
    const deployed = resendShop({
      ENVIRONMENT: "production",
      PASSWORD_COST: "14",
    } as unknown as Partial<Env>);
    expect((await callWith(deployed, "GET", MAILBOX)).status).toBe(404);
    const before = (await env.BACKUPS.list({ prefix: "mailbox/" })).objects.length;
    const eventId = await send(mailCtx(deployed), address());
    expect(await recordsOf(eventId)).toMatchObject([{ status: "sent" }]);
    expect((await env.BACKUPS.list({ prefix: "mailbox/" })).objects.length).toBe(before);
  });
});
