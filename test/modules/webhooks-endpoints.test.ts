import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { customerSchema } from "../../src/modules/customers/customers.schema.ts";
import { fulfillmentSchema } from "../../src/modules/fulfillment/fulfillment.schema.ts";
import { stockSchema } from "../../src/modules/inventory/inventory.schema.ts";
import { orderSchema } from "../../src/modules/orders/orders.schema.ts";
import { refundSchema } from "../../src/modules/payments/payments.schema.ts";
import { returnSchema } from "../../src/modules/returns/returns.schema.ts";
import { forgetPerson } from "../../src/modules/webhooks/forget-person.ts";
import { webhookBacklog } from "../../src/modules/webhooks/index.ts";
import { makeMessage } from "../../src/modules/webhooks/make-message.ts";
import type { PublicEvent } from "../../src/modules/webhooks/public-event.ts";
import { PUBLIC_EVENTS } from "../../src/modules/webhooks/public-events.ts";
import { replayRange } from "../../src/modules/webhooks/replay.ts";
import { makeUser } from "../support/accounts.ts";
import { asStaff, api, rows, value } from "../support/api.ts";
import { buy, refunded } from "../support/payments.ts";
import { askReturn, deliveredOrder } from "../support/returns.ts";
import {
  deliverAt,
  deliveriesOf,
  emit,
  hook,
  makeEndpoint,
  makeReceiver,
  oneDelivery,
  runWebhookJob,
  verify,
  webhookCtx,
} from "../support/webhooks.ts";

const OK = { status: 200, body: "thank you, ada@example.com" };
const DAY = 24 * 60 * 60_000;

interface Page {
  data: { id: string; status: string; endpoint_id: string }[];
  pagination: { next_cursor: string | null };
}

describe("endpoints", () => {
  it("are made, read, listed, changed by version and deleted", async () => {
    const url = "https://hooks.example.com/hooks-a";
    const body = { url, event_types: ["order.*", "payment.refunded"], description: "ERP" };
    const made = await hook<{ id: string; version: number }>("POST", "/endpoints", body);
    expect(made.status).toBe(201);
    const path = `/endpoints/${made.body.id}`;
    expect(made.headers.get("Location")).toBe(`/api/v1/webhooks${path}`);
    expect(made.headers.get("Cache-Control")).toBe("no-store");
    const read = await hook("GET", path);
    expect(read.body).toMatchObject({ ...body, status: "enabled", version: 1 });
    expect(read.headers.get("ETag")).toBe('"1"');
    const headers = { ...(await asStaff()), "If-Match": '"1"' };
    const change = () =>
      api("PATCH", `/api/v1/webhooks${path}`, { headers, body: { status: "disabled", description: "Off" } });
    expect(await change()).toMatchObject({
      status: 200,
      body: { ...body, description: "Off", status: "disabled", disabled_reason: "staff", version: 2 },
    });
    expect((await change()).status).toBe(412);
    expect((await hook<Page>("GET", "/endpoints?limit=100")).body.data.map((each) => each.id)).toContain(
      made.body.id,
    );
    expect((await hook("DELETE", path)).status).toBe(204);
    expect((await hook("GET", path)).status).toBe(404);
  });

  it("name only events that there are, and no more than there may be", async () => {
    const url = "https://hooks.example.com/hooks-b";
    for (const event_types of [[], ["order.shipped"], ["ord.*"], ["user.password_changed"], ["webhook.*"]]) {
      expect((await hook("POST", "/endpoints", { url, event_types })).status).toBe(422);
    }
    await rows(
      `INSERT INTO webhook_endpoints (id, url, description, event_types, status, disabled_reason, secret, created_at, updated_at)
       SELECT 'many-' || value, 'https://x.example', '', '[]', 'disabled', 'staff', 's', '', '' FROM json_each(?)`,
      JSON.stringify(Array.from({ length: 100 }, (_, at) => at)),
    );
    const refused = await hook("POST", "/endpoints", { url, event_types: ["*"] });
    expect(refused).toMatchObject({ status: 409, body: { code: "webhook.too_many_endpoints" } });
    await rows("DELETE FROM webhook_endpoints WHERE id LIKE 'many-%'");
  });

  it("can be tested: the answer tells what came of it", async () => {
    const receiver = await makeReceiver([OK, { status: 503, body: "whsec_0123456789abcdef" }]);
    const { id, secret } = await makeEndpoint(receiver.url);
    const good = await hook("POST", `/endpoints/${id}/test`);
    expect(good.body).toMatchObject({
      succeeded: true,
      response_status: 200,
      response: "thank you, ***@***",
    });
    const [received] = await receiver.received();
    if (!received) throw new Error("nothing came");
    expect(verify(secret, received)).toMatchObject({ type: "webhook.test", data: { endpoint_id: id } });
    const bad = await hook("POST", `/endpoints/${id}/test`);
    expect(bad.body).toMatchObject({ succeeded: false, response_status: 503, response: "***" });
    expect(await deliveriesOf(id)).toEqual([]);
  });
});

describe("the log of deliveries", () => {
  it("is listed by endpoint, status and type, page by page; a range is replayed in portions", async () => {
    const receiver = await makeReceiver([{ status: 500 }]);
    const { id } = await makeEndpoint(receiver.url, ["product.changed"]);
    const from = Date.now();
    const at = (minutes: number) => new Date(from + minutes * 60_000);
    for (let each = 0; each < 5; each++) await emit("product.changed", { product_ids: ["p"] }, at(each));
    await rows("UPDATE webhook_deliveries SET status = 'failed' WHERE endpoint_id = ?", id);
    await emit("product.changed", { product_ids: ["p"] }, at(5));
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await hook<Page>(
        "GET",
        `/deliveries?endpoint_id=${id}&status=failed&event_type=product.changed&limit=2${cursor}`,
      );
      seen.push(...page.body.data.map((row) => row.id));
      const next = page.body.pagination.next_cursor;
      cursor = next === null ? "" : `&cursor=${next}`;
    } while (cursor !== "");
    const all = await deliveriesOf(id);
    expect(seen).toEqual(
      all
        .slice(0, 5)
        .map((row) => row.id)
        .reverse(),
    );
    expect((await hook<Page>("GET", "/deliveries?event_type=order.expired")).body.data).toEqual([]);

    const body = { from: at(0).toISOString(), to: at(4).toISOString() };
    const counts: number[] = [];
    let next: string | null = body.from;
    while (next !== null) {
      const portion = await replayRange(webhookCtx(at(10)), id, { ...body, from: next, status: "failed" }, 2);
      counts.push(portion.replayed);
      next = portion.nextFrom;
    }
    expect(counts).toEqual([2, 2]);
    expect((await deliveriesOf(id)).map((row) => row.status)).toEqual([
      ...Array<string>(4).fill("pending"),
      "failed",
      "pending",
    ]);
    const whole = await hook("POST", `/endpoints/${id}/replay`, { ...body, to: at(5).toISOString() });
    expect(whole).toMatchObject({ status: 202, body: { replayed: 1, next_from: null } });
    expect((await hook("POST", `/endpoints/${id}/replay`, { from: body.to, to: body.from })).status).toBe(
      422,
    );
    expect((await webhookBacklog(webhookCtx(at(65)))).oldest_seconds).toBe(65 * 60);
    await hook("DELETE", `/endpoints/${id}`);
    expect((await deliveriesOf(id)).every((row) => row.status === "failed")).toBe(true);
  });

  it("is kept for 30 days", async () => {
    const { id, messageId, at } = await oneDelivery(OK);
    await deliverAt(at, [id]);
    await runWebhookJob("webhooks.prune", new Date(at.getTime() + 29.9 * DAY));
    expect(await value("SELECT COUNT(*) FROM webhook_attempts WHERE delivery_id = ?", id)).toBe(1);
    await runWebhookJob("webhooks.prune", new Date(at.getTime() + 30.1 * DAY));
    expect(await value("SELECT COUNT(*) FROM webhook_messages WHERE id = ?", messageId)).toBe(0);
    expect(await value("SELECT COUNT(*) FROM webhook_deliveries WHERE id = ?", id)).toBe(0);
    expect(await value("SELECT COUNT(*) FROM webhook_attempts WHERE delivery_id = ?", id)).toBe(0);
  });

  it("forgets a person who is erased: bodies and answers go, nothing about them is sent any more", async () => {
    const receiver = await makeReceiver([OK]);
    const { id } = await makeEndpoint(receiver.url, ["order.paid", "order.expired", "customer.registered"]);
    const { order } = await buy();
    const { id: customerId } = await makeUser();
    const at = new Date();
    await emit("order.paid", { order_id: order.id }, at);
    await emit("customer.registered", { user_id: customerId, token_id: "t" }, at);
    const madeAt = async (then: Date) =>
      (await deliveriesOf(id)).filter((row) => row.created_at === then.toISOString()).map((row) => row.id);
    const sent = await madeAt(at);
    expect(sent).toHaveLength(2);
    await deliverAt(at, sent);
    const before = (await receiver.received()).length;
    expect(JSON.stringify(await receiver.received())).toContain("ada@example.com");
    const later = new Date(at.getTime() + 5);
    await emit("order.expired", { order_id: order.id }, later);
    const [waiting = ""] = await madeAt(later);
    // One that is still to be carried out keeps its webhooks, as it keeps the person.
    await forgetPerson(webhookCtx(at), customerId, [order.id]);
    expect((await hook("GET", `/deliveries/${waiting}`)).body).toMatchObject({ status: "pending" });
    await rows("UPDATE orders SET erased_at = ? WHERE id = ?", at.toISOString(), order.id);
    await forgetPerson(webhookCtx(at), customerId, [order.id]);
    await deliverAt(at, [waiting]);
    expect(await receiver.received()).toHaveLength(before);
    for (const each of [...sent, waiting]) {
      const kept = await hook("GET", `/deliveries/${each}`);
      const { body: message } = await hook("GET", `/deliveries/${each}/message`);
      const { body: attempts } = await hook("GET", `/deliveries/${each}/attempts`);
      expect(message).toMatchObject({ body: null });
      expect(JSON.stringify([kept.body, message, attempts])).not.toContain("thank you");
      expect(await hook("POST", `/deliveries/${each}/replay`)).toMatchObject({
        status: 409,
        body: { code: "webhook.delivery_not_replayable" },
      });
    }
    // Erased while their messages were being rendered:
    const { id: late } = await makeUser();
    const { order: lateOrder } = await buy();
    const render = (type: string, payload: Record<string, string>, erase: string, of: string) => {
      const event = PUBLIC_EVENTS.find((each) => each.type === type) as PublicEvent;
      const erasing: PublicEvent = {
        ...event,
        render: async (...given) => {
          const rendered = await event.render(...given);
          await rows(erase, of);
          return rendered;
        },
      };
      return makeMessage(webhookCtx(), erasing, { occurred_at: at.toISOString(), payload });
    };
    const user = { user_id: late, token_id: "t" };
    await render("customer.registered", user, "UPDATE users SET status = 'erased' WHERE id = ?", late);
    expect(await rows("SELECT body FROM webhook_messages WHERE customer_id = ?", late)).toEqual([
      { body: null },
    ]);
    const erase = "UPDATE orders SET erased_at = placed_at WHERE id = ?";
    await expect(render("order.paid", { order_id: lateOrder.id }, erase, lateOrder.id)).rejects.toThrow(
      "rendered anew",
    );
    await hook("DELETE", `/endpoints/${id}`);
  });
});

describe("the catalog of events", () => {
  it("tells of each type its schema and an example, and holds no type that lets anybody in", async () => {
    const { body } = await hook<{ data: { type: string; example: Record<string, unknown> }[] }>(
      "GET",
      "/event-types",
    );
    expect(body.data.map(({ type }) => type)).toEqual(PUBLIC_EVENTS.map(({ type }) => type));
    expect(new Set(body.data.map(({ type }) => type)).size).toBe(PUBLIC_EVENTS.length);
    expect(JSON.stringify(body)).not.toMatch(/token|secret|password/i);
    const placed = body.data.find(({ type }) => type === "order.placed");
    expect(placed?.example).toMatchObject({ type: "order.placed", version: 1, data: { order: {} } });
  });

  it("keeps its word: what is sent is what the schema of the resource says", async () => {
    const schemas: Record<string, z.ZodType> = {
      Order: orderSchema,
      Fulfillment: fulfillmentSchema,
      Return: returnSchema,
      Refund: refundSchema,
      Stock: stockSchema,
      Customer: customerSchema,
    };
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const asked = await askReturn(sent, [{ id: sent.lines[0] ?? "", quantity: 1 }]);
    const bought = await buy("pm_card_createDispute");
    const paid = await buy();
    const refund = await refunded(paid.payment, { amount: 100 });
    const [fulfillment] = await rows<{ id: string }>(
      "SELECT id FROM fulfillments WHERE order_id = ?",
      sent.id,
    );
    const [dispute] = await rows<{ id: string }>(
      "SELECT id FROM disputes WHERE order_id = ?",
      bought.order.id,
    );
    const user = await makeUser();
    const payload = {
      order_id: sent.id,
      return_id: asked.body.id,
      fulfillment_id: fulfillment?.id,
      refund_id: refund.id,
      payment_id: paid.payment,
      dispute_id: dispute?.id,
      exchange_order_id: sent.id,
      user_id: user.id,
      token_id: "t",
      variant_id: paid.variant.id,
      variant_ids: [paid.variant.id],
      product_ids: [paid.variant.product_id],
      customer_id: user.id,
      order_ids: [sent.id],
      ...{ cart_id: "c", cart_generation: 1, seq: 1, notify: true },
    };
    for (const event of PUBLIC_EVENTS) {
      const rendered = await event.render(webhookCtx(), payload);
      expect(Object.keys(rendered?.data ?? {}).sort(), event.type).toEqual(Object.keys(event.members).sort());
      for (const [name, member] of Object.entries(event.members)) {
        const told = rendered?.data[name];
        expect(told, `${event.type}: ${name}`).toBeTruthy();
        if (typeof member !== "string" || member === "Dispute") continue;
        expect(schemas[member]?.safeParse(told).error, `${event.type}: ${name}`).toBeUndefined();
      }
    }
  });
});
