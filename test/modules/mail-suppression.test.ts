import { describe, expect, it } from "vitest";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { paidOrder } from "../support/fulfillments.ts";
import {
  cloudflareShop,
  mailCtx,
  recordsOf,
  reportOfResend,
  resendShop,
  send,
  takenFor,
} from "../support/mails.ts";
import { unique } from "../support/shop.ts";

const PATH = "/api/v1/notifications/suppressions";

interface Suppression {
  id: string;
  address: string;
  scope: string;
  reason: string;
  source: string;
}

interface Page {
  data: Suppression[];
  pagination: { next_cursor: string | null };
}

const address = () => `${unique("reader")}@example.com`;
const staff = () => asStaff(["order:manage"]);

async function suppress(email: string, scope?: "all" | "marketing") {
  const body = scope === undefined ? { email } : { email, scope };
  return api<Suppression>("POST", PATH, { body, headers: await staff() });
}

async function listed(query: string): Promise<Page> {
  return (await api<Page>("GET", `${PATH}?${query}`, { headers: await staff() })).body;
}

const lift = async (id: string) => (await api("DELETE", `${PATH}/${id}`, { headers: await staff() })).status;

async function outcome(to: string, category: "transactional" | "marketing" = "transactional") {
  const [record] = await recordsOf(await send(mailCtx(), to, { category }));
  return record?.status;
}

describe("an address that is suppressed by hand", () => {
  it("gets no mail, and staff see which was held back and why, until it is lifted; both are audited", async () => {
    const to = address();
    const began = new Date().toISOString();
    const made = await suppress(to.toUpperCase());
    expect(made).toMatchObject({
      status: 201,
      body: { address: "r***@example.com", scope: "all", reason: "manual", source: "staff" },
    });
    const { id } = made.body;
    expect(made.headers.get("Location")).toBe(`${PATH}/${id}`);
    expect(await suppress(to)).toMatchObject({ status: 200, body: { id } });
    expect((await listed(`email=${to}&scope=all&reason=manual`)).data.map((row) => row.id)).toEqual([id]);
    const eventId = await send(mailCtx(), to);
    expect(await recordsOf(eventId)).toMatchObject([
      { status: "suppressed", error: "no mail to this address: manual", retry_at: null },
    ]);
    expect(await takenFor(to)).toEqual([]);
    expect(await lift(id)).toBe(204);
    expect(await lift(id)).toBe(404);
    expect(await outcome(to)).toBe("sent");
    // What was held back stays so: the event is done.
    await send(mailCtx(), to, { eventId });
    expect(await takenFor(to)).toHaveLength(1);
    const actions = await rows("SELECT action FROM audit_log WHERE entity_id = ? ORDER BY seq", id);
    expect(actions.map((row) => row["action"])).toEqual([
      "notification.suppress",
      "notification.lift_suppression",
    ]);
    const audited = "SELECT COUNT(*) FROM audit_log WHERE action = 'notification.suppress' AND at >= ?";
    expect(await value(audited, began)).toBe(1);
    expect(JSON.stringify(await rows("SELECT * FROM mail_suppressions"))).not.toContain("reader-");
  });

  it("for news alone still gets what is part of business", async () => {
    const to = address();
    await suppress(to, "marketing");
    expect(await outcome(to, "marketing")).toBe("suppressed");
    expect(await outcome(to)).toBe("sent");
  });

  it("is listed in pages, the latest first", async () => {
    const made = [await suppress(address()), await suppress(address()), await suppress(address())];
    const first = await listed("limit=2");
    const second = await listed(`limit=2&cursor=${first.pagination.next_cursor ?? ""}`);
    const ids = [...first.data, ...second.data].map((row) => row.id);
    expect(ids.slice(0, 3)).toEqual(made.map((answer) => answer.body.id).reverse());
  });

  it("must be an address", async () => {
    const answer = await api("POST", PATH, { body: { email: "nobody" }, headers: await staff() });
    expect(answer.status).toBe(422);
  });
});

describe("a suppression", () => {
  it("that comes between the decision to send and the sending counts", async () => {
    const to = address();
    const shop = cloudflareShop(() => Promise.reject(new Error("this was sent")));
    // The claim is the first batch; the address is looked at after it.
    const { DB } = beforeBatchWith(/INSERT INTO "notifications"/, () => suppress(to));
    const eventId = await send(mailCtx({ ...shop, DB }), to);
    expect(await recordsOf(eventId)).toMatchObject([{ status: "suppressed" }]);
  });

  it("stands for a complaint: no news any more, not even after unsubscribing and asking for them again", async () => {
    const to = address();
    const [mail] = await recordsOf(await send(mailCtx(), to, { category: "marketing" }));
    await reportOfResend("email.complained", { email_id: mail?.provider_id });
    expect(await outcome(to, "marketing")).toBe("suppressed");
    expect(await outcome(to)).toBe("sent");
    expect((await listed(`email=${to}`)).data).toMatchObject([{ scope: "marketing", reason: "complaint" }]);
  });

  it("is found under a secret that was rotated out of its first place", async () => {
    const to = address();
    await suppress(to);
    const [old] = mailCtx().config.TOKEN_SECRET;
    const rotated = resendShop({
      TOKEN_SECRET: `another-secret-0123456789abcdef-0123456789,${old ?? ""}`,
    });
    const eventId = await send(mailCtx(rotated), to);
    expect(await recordsOf(eventId)).toMatchObject([{ status: "suppressed" }]);
  });

  it("keeps staff from sending a mail again, until it is lifted or another address named", async () => {
    const to = address();
    const order = await paidOrder([1], to);
    const id = await value<string>("SELECT id FROM notifications WHERE order_id = ?", order.id);
    const { body } = await suppress(to);
    const resend = async (other?: string) =>
      callWith<{ code?: string; status?: string; suppression_id?: string }>(
        resendShop(),
        "POST",
        `/api/v1/notifications/${id}/resend`,
        { body: other === undefined ? {} : { to: other }, headers: await staff() },
      );
    expect(await resend()).toMatchObject({
      status: 409,
      body: { code: "notification.recipient_suppressed", suppression_id: body.id },
    });
    expect(await resend(address())).toMatchObject({ status: 201, body: { status: "sent" } });
    await lift(body.id);
    expect(await resend()).toMatchObject({ status: 201, body: { status: "sent" } });
    await eventsDelivered();
  });
});
