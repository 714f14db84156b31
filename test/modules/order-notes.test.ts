import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { deliverOutbox } from "../support/doors.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { allBreaches, guestOrder, setOrder } from "../support/orders.ts";
import { writtenMail } from "../support/written-mails.ts";
import { findPersonalData } from "../support/personal-data.ts";
import { makeVariant, unique } from "../support/shop.ts";

interface Note {
  id: string;
  visibility: string;
  body: string;
  author?: { kind: string; id?: string };
}
type Page = { data: Note[]; pagination: { next_cursor: string | null } };

const WRITTEN = { body: "It will be two days late.\n\nSorry!", visibility: "customer" };
const INTERNAL = { body: "Ask <Bob>", visibility: "internal" };

describe("a note to an order", () => {
  it("is read by staff with its author, and by the customer only if it is for them", async () => {
    const staff = await makeUser({ role: "staff" });
    const { order, path, guest } = await guestOrder();
    const added = await api<Note>("POST", `${path}/notes`, { body: INTERNAL, headers: staff.headers });
    expect(added).toMatchObject({
      status: 201,
      body: { ...INTERNAL, author: { kind: "user", id: staff.id } },
    });
    expect(added.headers.get("Location")).toBe(`${path}/notes`);
    await api("POST", `${path}/notes`, { body: WRITTEN, headers: staff.headers });
    const all = await api<Page>("GET", `${path}/notes`, { headers: await asStaff() });
    expect(all.body.data).toMatchObject([INTERNAL, WRITTEN]);
    const theirs = await api<Page>("GET", `${path}/notes`, { headers: guest });
    expect(theirs.body.data).toHaveLength(1);
    expect(theirs.body.data[0]).toMatchObject(WRITTEN);
    expect(theirs.body.data[0]).not.toHaveProperty("author");
    const [first] = (await api<Page>("GET", `${path}/notes?limit=1`, { headers: staff.headers })).body.data;
    expect(first).toMatchObject(INTERNAL);
    const log = await rows(
      "SELECT action, after FROM audit_log WHERE entity_id = ? AND action = 'order.add_note'",
      order.id,
    );
    expect(log).toHaveLength(2);
    expect(JSON.stringify(log)).not.toContain("Bob");
    expect(await allBreaches()).toEqual([]);
  });

  it("for the customer is mailed once, however often its event is delivered; an internal one is not", async () => {
    const { order, path } = await guestOrder();
    const headers = await asStaff();
    await api("POST", `${path}/notes`, { body: INTERNAL, headers });
    const key = { ...headers, "Idempotency-Key": unique("note") };
    const first = await api<Note>("POST", `${path}/notes`, { body: WRITTEN, headers: key });
    const again = await api<Note>("POST", `${path}/notes`, { body: WRITTEN, headers: key });
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.body.id).toBe(first.body.id);
    await eventsDelivered();
    const [event] = await rows<{ id: string; payload: string }>(
      "SELECT id, payload FROM outbox WHERE type = 'order.note_added' AND payload ->> '$.order_id' = ?",
      order.id,
    );
    expect(JSON.parse(event?.payload ?? "{}")).toEqual({ order_id: order.id, note_id: first.body.id });
    await rows("UPDATE outbox SET delivered_at = NULL WHERE id = ?", event?.id);
    await rows("DELETE FROM processed_events WHERE event_id = ?", event?.id);
    expect(await deliverOutbox(env)).toBe(0);
    const mails = await rows(
      "SELECT recipient, subject, status FROM notifications WHERE order_id = ? AND template = 'order-note'",
      order.id,
    );
    expect(mails).toEqual([
      {
        recipient: "ada@example.com",
        subject: expect.stringContaining(order.number) as unknown,
        status: "sent",
      },
    ]);
  });

  it("is mailed paragraph by paragraph, and nothing in it becomes markup", async () => {
    const body = "One <img src=x onerror=alert(1)>\n\nTwo & three";
    const mail = await writtenMail("order-note", { number: "7K3FQ-9M2TX", body });
    expect(mail.html).toContain("<p>One &lt;img src=x onerror=alert(1)&gt;</p>");
    expect(mail.html).toContain("<p>Two &amp; three</p>");
    expect(mail.text).toContain("One <img src=x onerror=alert(1)>\n\nTwo & three");
  });

  it("is refused without words, with too many, or with characters that deceive", async () => {
    const { path } = await guestOrder();
    const headers = await asStaff();
    for (const body of [
      { body: " \n ", visibility: "internal" },
      { body: "x".repeat(5_001), visibility: "internal" },
      { body: "a\u0007", visibility: "internal" },
      { body: "\u202eabc", visibility: "internal" },
      { body: "a", visibility: "public" },
      { body: "a" },
      { body: "a", visibility: "internal", more: 1 },
    ]) {
      const answer = await api("POST", `${path}/notes`, { body, headers });
      expect(answer.status, JSON.stringify(body)).toBe(422);
    }
    const unknown = "/api/v1/orders/01900000-0000-7000-8000-00000000dead/notes";
    expect((await api("POST", unknown, { body: INTERNAL, headers })).status).toBe(404);
    expect((await api("GET", unknown, { headers })).status).toBe(404);
  });

  it("is not written by customers, and read by nobody else", async () => {
    const { path, guest } = await guestOrder();
    const stranger = await makeUser();
    expect((await api("POST", `${path}/notes`, { body: INTERNAL, headers: guest })).status).toBe(401);
    expect((await api("POST", `${path}/notes`, { body: INTERNAL, headers: stranger.headers })).status).toBe(
      403,
    );
    expect((await api("GET", `${path}/notes`, { headers: stranger.headers })).status).toBe(404);
    expect((await api("GET", `${path}/notes`)).status).toBe(401);
  });

  it("is deleted by staff if it was internal; the timeline keeps that it was there, without its words", async () => {
    const { order, path, guest } = await guestOrder();
    const other = await guestOrder();
    const headers = await asStaff();
    const add = async (note: typeof WRITTEN) =>
      (await api<Note>("POST", `${path}/notes`, { body: note, headers })).body.id;
    const [internal, written] = [await add(INTERNAL), await add(WRITTEN)];
    expect((await api("DELETE", `${other.path}/notes/${internal}`, { headers })).status).toBe(404);
    const kept = await api("DELETE", `${path}/notes/${written}`, { headers });
    expect(kept).toMatchObject({ status: 409, body: { code: "order.note_was_sent" } });
    const both = await Promise.all([1, 2].map(() => api("DELETE", `${path}/notes/${internal}`, { headers })));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
    const events = await api<{ data: { type: string; data: Record<string, unknown> }[] }>(
      "GET",
      `${path}/events?limit=100`,
      { headers },
    );
    const told = events.body.data.filter(({ data }) => data["note_id"] === internal);
    expect(told.map(({ type }) => type)).toEqual(["order.note_added", "order.note_deleted"]);
    expect(JSON.stringify(told)).not.toContain("Bob");
    expect(await value("SELECT COUNT(*) FROM order_notes WHERE order_id = ?", order.id)).toBe(1);
    const seen = await api<{ data: { type: string }[] }>("GET", `${path}/events?limit=100`, {
      headers: guest,
    });
    expect(seen.body.data.map(({ type }) => type)).not.toContain("order.note_deleted");
    expect(await allBreaches()).toEqual([]);
  });

  it("written by ten at once is there ten times", async () => {
    const { path } = await guestOrder();
    const headers = await asStaff();
    const write = async (): Promise<void> => {
      const answer = await api("POST", `${path}/notes`, { body: INTERNAL, headers });
      // Under a storm of changes one may have to ask again; nothing is written twice by that.
      expect([201, 409]).toContain(answer.status);
      if (answer.status === 409) return write();
    };
    await Promise.all(Array.from({ length: 10 }, write));
    expect((await api<Page>("GET", `${path}/notes`, { headers })).body.data).toHaveLength(10);
    expect(await allBreaches()).toEqual([]);
  });
});

describe("what was written about a person's orders", () => {
  it("is in the person's export, and nowhere once the person is erased", async () => {
    const user = await makeUser();
    await fillCart(user.headers, await makeVariant(), user.email);
    const order = (await orderAs(user.headers)).body;
    const path = `/api/v1/orders/${order.id}`;
    const headers = await asStaff();
    const word = unique("zweckmair");
    for (const visibility of ["internal", "customer"]) {
      const note = { body: `Told ${word}`, visibility };
      const keyed = { ...headers, "Idempotency-Key": unique("note") };
      expect((await api("POST", `${path}/notes`, { body: note, headers: keyed })).status).toBe(201);
    }
    await api("PUT", `${path}/tags`, { body: { tags: [word] }, headers });
    await env.DB.prepare("UPDATE order_transitions SET reason = ? WHERE order_id = ? AND seq = 1")
      .bind(`for ${word}`, order.id)
      .run();
    await eventsDelivered();
    const data = await api("GET", "/api/v1/customers/me/export", { headers: user.headers });
    expect(data.body).toMatchObject({
      order_notes: [{ body: `Told ${word}` }, { body: `Told ${word}` }],
      order_events: expect.arrayContaining([
        expect.objectContaining({ order_id: order.id, action: "place", reason: `for ${word}`, by_you: true }),
      ]) as unknown,
    });
    await setOrder(order.id, { status: "completed" });
    const places = await findPersonalData([word]);
    expect(places).toEqual(
      expect.arrayContaining([
        "DB.order_notes",
        "DB.order_tags",
        "DB.order_transitions",
        "DB.idempotency_keys",
      ]),
    );
    expect((await api("DELETE", "/api/v1/customers/me", { headers: user.headers })).status).toBe(204);
    await eventsDelivered();
    expect(await findPersonalData([word])).toEqual([]);
  });
});
