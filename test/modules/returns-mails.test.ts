import { describe, expect, it } from "vitest";
import type { Return } from "../../src/modules/returns/index.ts";
import type { Mail } from "../../src/platform/mailer.ts";
import { asStaff, eventsDelivered, rows } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { deliverOutbox, withoutQueue } from "../support/doors.ts";
import { deliveredOrder, type SentOrder, shopWith } from "../support/returns.ts";
import { makeVariant, unique } from "../support/shop.ts";

const STAFF = ["desk@shop.example", "boss@shop.example"];

/** A shop whose mails are shown, and whose events wait until they are delivered by hand, each twice. */
function shownShop() {
  const mails: Mail[] = [];
  const bindings: Env = {
    ...withoutQueue(shopWith({ STAFF_EMAILS: STAFF.join(",") })),
    EMAIL: {
      send: (mail: unknown) => {
        mails.push(mail as Mail);
        return Promise.resolve({ messageId: "shown" });
      },
    },
  };
  const call = async (path: string, body: unknown, headers?: Record<string, string>) => {
    const all = { ...(headers ?? (await asStaff())), "Idempotency-Key": unique("key") };
    const answer = await callWith<Return>(bindings, "POST", path, { body, headers: all });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    await deliverOutbox(bindings);
    await deliverOutbox(bindings);
    return answer.body;
  };
  /** What was sent about an order since the last look. */
  const taken = (sent: SentOrder) =>
    mails.splice(0).filter((mail) => mail.subject.includes(sent.order.number));
  return { call, taken };
}

describe("the mails of a return", () => {
  it("tell each side what it has to know, once, however often the event comes", async () => {
    const sent = await deliveredOrder([{ quantity: 3, price: "20.00" }]);
    await eventsDelivered();
    const { call, taken } = shownShop();
    const units = [{ id: sent.lines[0] ?? "", quantity: 2 }];
    const ask = { line_items: units, reason: "Too <b>red</b>", exchange: true };
    const { id } = await call(`/api/v1/orders/${sent.id}/returns`, ask, sent.token);
    const asked = taken(sent);
    expect(asked.map((mail) => mail.to).sort()).toEqual([...STAFF, sent.order.email].sort());
    const toStaff = asked.find((mail) => mail.to === STAFF[0]);
    expect(toStaff?.text).toContain("Too <b>red</b>");
    expect(toStaff?.html).toContain("Too &lt;b&gt;red&lt;/b&gt;");

    await call(`/api/v1/returns/${id}/approve`, { label: "Box 7\nNew York", instructions: "No shoes box." });
    const approved = taken(sent);
    expect(approved.map((mail) => mail.to)).toEqual([sent.order.email]);
    for (const text of ["2 x ", "Box 7", "New York", "No shoes box."])
      expect(approved[0]?.text).toContain(text);

    const line = { id: units[0]?.id };
    await call(`/api/v1/returns/${id}/receive`, { line_items: [{ ...line, restocked: 1 }] });
    expect(taken(sent)).toEqual([]);
    await call(`/api/v1/returns/${id}/receive`, { line_items: [{ ...line, written_off: 1 }] });
    const received = taken(sent);
    expect(received).toHaveLength(1);
    expect(received[0]?.text).toContain("We have received: 2 x ");

    const { refund_amount: amount } = await call(`/api/v1/returns/${id}/refund`, {});
    const refunded = taken(sent).filter((mail) => mail.subject.startsWith("Your refund"));
    expect(refunded).toHaveLength(1);
    expect(refunded[0]?.text).toContain(`$${((amount?.amount ?? 0) / 100).toFixed(2)}`);

    const again = await call(
      `/api/v1/orders/${sent.id}/returns`,
      { line_items: [{ ...line, quantity: 1 }] },
      sent.token,
    );
    taken(sent);
    await call(`/api/v1/returns/${again.id}/reject`, { reason: "It was worn." });
    const rejected = taken(sent);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.text).toContain("It was worn.");
    const kept = await rows<{ subject: string }>(
      "SELECT subject FROM notifications WHERE order_id = ?",
      sent.id,
    );
    for (const { subject } of kept) expect(subject).not.toMatch(/\bworn\b|\bred\b/);
  });

  it("have the link to pay what an exchange costs more", async () => {
    const sent = await deliveredOrder([{ quantity: 1, price: "10.00" }]);
    const dear = await makeVariant({ price: "50.00" });
    await eventsDelivered();
    const { call, taken } = shownShop();
    const id = sent.lines[0] ?? "";
    const made = await call(
      `/api/v1/orders/${sent.id}/returns`,
      { line_items: [{ id, quantity: 1 }] },
      sent.token,
    );
    await call(`/api/v1/returns/${made.id}/approve`, {});
    await call(`/api/v1/returns/${made.id}/receive`, { line_items: [{ id, restocked: 1 }] });
    taken(sent);
    const exchanged = await call(`/api/v1/returns/${made.id}/exchange`, {
      line_items: [{ sku: dear.sku, quantity: 1 }],
    });
    const [mail] = taken(sent);
    expect(mail?.to).toBe(sent.order.email);
    expect(mail?.text).toContain(`/pay/#order=${exchanged.exchange_order_id}&token=`);
  });
});
