import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import { webhookBacklog } from "../../src/modules/webhooks/index.ts";
import { api, asStaff, eventually, rows, value } from "../support/api.ts";
import { paidOrder } from "../support/fulfillments.ts";
import type { Received } from "../support/outbound.ts";
import {
  deliverAt,
  deliveriesOf,
  emit,
  hook,
  makeEndpoint,
  makeReceiver,
  oneDelivery,
  runWebhookJob,
  setDns,
  verify,
  webhookCtx,
} from "../support/webhooks.ts";

const OK = { status: 200 };
const BROKEN = { status: 500, body: "ada@example.com is not known, whsec_0123456789abcdef" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const after = (at: Date, ms: number) => new Date(at.getTime() + ms);

interface Detail {
  status: string;
  attempts: number;
  next_attempt_at: string;
}

interface Attempt {
  number: number;
  response_status: number | null;
  error: string | null;
  response: string | null;
}

const detail = async (id: string) => (await hook<Detail>("GET", `/deliveries/${id}`)).body;
const attemptsOf = async (id: string, query = "") =>
  (await hook<{ data: Attempt[] }>("GET", `/deliveries/${id}/attempts${query}`)).body.data;
const endpointNow = async (id: string) => (await hook("GET", `/endpoints/${id}`)).body;

describe("an event", () => {
  it("reaches the receiver signed, byte for byte as it was made, with the order as staff see it", async () => {
    const receiver = await makeReceiver([OK]);
    const { id: endpointId, secret } = await makeEndpoint(receiver.url, ["order.*"]);
    const { id } = await paidOrder([2]);
    const received = await eventually(async () => {
      const all = await receiver.received();
      return all.find(({ body }) => body.includes('"order.paid"'));
    });
    const message = verify(secret, received) as { type: string; version: number; data: { order: Order } };
    expect(message).toMatchObject({ type: "order.paid", version: 1, data: { order_id: id } });
    const seen = await api<Order>("GET", `/api/v1/orders/${id}`, { headers: await asStaff() });
    expect(message.data.order).toEqual(seen.body);
    expect(received.headers["content-type"]).toBe("application/json");
    expect(() => verify(secret, { ...received, body: `${received.body} ` })).toThrow("No matching signature");

    // The queue brings the event again: nothing is sent twice.
    const [event] = await rows<{ id: string; occurred_at: string; payload: string }>(
      "SELECT id, occurred_at, payload FROM outbox WHERE type = 'order.paid' AND payload ->> 'order_id' = ?",
      id,
    );
    await env.EVENTS.send({
      id: event?.id ?? "",
      type: "order.paid",
      occurred_at: event?.occurred_at ?? "",
      payload: JSON.parse(event?.payload ?? "{}") as unknown,
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const paid = (await deliveriesOf(endpointId)).filter(
      (each) => each.message_id === received.headers["webhook-id"],
    );
    expect(paid).toMatchObject([{ status: "succeeded", attempts: 1 }]);
    expect((await receiver.received()).filter(({ body }) => body.includes('"order.paid"'))).toHaveLength(1);
    await hook("DELETE", `/endpoints/${endpointId}`);
  });

  it("that nobody wants to hear of writes nothing", async () => {
    const before = await value("SELECT COUNT(*) FROM webhook_messages");
    await emit("product.changed", { product_ids: ["p"] });
    expect(await value("SELECT COUNT(*) FROM webhook_messages")).toBe(before);
  });
});

describe("a delivery", () => {
  it("that fails three times comes again under the same id, later and later, until it is accepted", async () => {
    const { receiver, endpoint, id, messageId, at, product } = await oneDelivery(BROKEN, BROKEN, BROKEN, OK);
    const waits: number[] = [];
    let now = at;
    for (let attempt = 1; attempt <= 3; attempt++) {
      await deliverAt(now, [id]);
      // Too early: nothing happens.
      await deliverAt(after(now, 1_000), [id]);
      const [row] = await deliveriesOf(endpoint.id);
      expect(row).toMatchObject({ status: "pending", attempts: attempt, error: "answered 500" });
      const due = new Date(row?.due_at ?? "");
      waits.push(due.getTime() - now.getTime());
      now = due;
    }
    await deliverAt(now, [id]);
    await deliverAt(after(now, HOUR), [id]);
    const [first = 0, second = 0, third = 0] = waits.map((ms) => ms / 1000);
    expect([
      first >= 5 && first <= 6,
      second >= 300 && second <= 330,
      third >= 1800 && third <= 1980,
    ]).toEqual([true, true, true]);
    const received = await receiver.received();
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual(Array<string>(4).fill(messageId));
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers["webhook-timestamp"])).size).toBeGreaterThan(2);
    expect(verify(endpoint.secret, received[3] as Received, now)).toMatchObject({
      type: "product.changed",
      data: { product_ids: [product] },
    });
    expect(() => verify(endpoint.secret, received[0] as Received, now)).toThrow("too old");
    expect(await detail(id)).toMatchObject({ status: "succeeded", attempts: 4 });
    expect((await hook("GET", `/deliveries/${id}/message`)).body).toEqual({
      id: messageId,
      type: "product.changed",
      body: received[0]?.body,
    });
    const log = await attemptsOf(id);
    expect(log.map((entry) => entry.response_status)).toEqual([200, 500, 500, 500]);
    expect(log[3]?.response).toBe("***@*** is not known, ***");
    expect((await endpointNow(endpoint.id))["failing_since"]).toBeUndefined();
  });

  it("ends after ten tries, and can be replayed: same id and body, all tries anew", async () => {
    const { receiver, endpoint, id, messageId, at } = await oneDelivery(BROKEN);
    let now = at;
    for (let attempt = 1; attempt <= 10; attempt++) {
      await deliverAt(now, [id]);
      now = new Date((await deliveriesOf(endpoint.id))[0]?.due_at ?? "");
    }
    expect(await detail(id)).toMatchObject({ status: "failed", attempts: 10 });
    const page = await hook<{ data: Attempt[]; pagination: { next_cursor: string } }>(
      "GET",
      `/deliveries/${id}/attempts?limit=7`,
    );
    const rest = await attemptsOf(id, `?limit=7&cursor=${page.body.pagination.next_cursor}`);
    expect([...page.body.data, ...rest].map(({ number }) => number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect((await hook("GET", `/deliveries/${endpoint.id}/attempts`)).status).toBe(404);
    expect((await hook("GET", `/deliveries/${endpoint.id}/message`)).status).toBe(404);
    await deliverAt(after(now, 24 * HOUR), [id]);
    expect(await receiver.received()).toHaveLength(10);
    await receiver.answer(OK);
    const replayed = await hook("POST", `/deliveries/${id}/replay`);
    expect(replayed).toMatchObject({ status: 202, body: { status: "pending", message_id: messageId } });
    // Through the real queue.
    await eventually(async () => (await detail(id)).status === "succeeded");
    const received = await receiver.received();
    expect(received).toHaveLength(11);
    expect(new Set(received.map(({ body, headers }) => `${headers["webhook-id"]} ${body}`)).size).toBe(1);
    expect(verify(endpoint.secret, received[10] as Received)).toMatchObject({ type: "product.changed" });
  });

  it("is made once by consumers in parallel, and again after one that died", async () => {
    const { receiver, endpoint, id, at } = await oneDelivery({ ...OK, delayMs: 50 });
    await Promise.all([deliverAt(at, [id]), deliverAt(at, [id]), deliverAt(at, [id, id])]);
    expect(await receiver.received()).toHaveLength(1);
    const next = await oneDelivery(OK);
    // A run that dies while it waits for the answer leaves exactly this behind.
    const lease = after(next.at, MINUTE).toISOString();
    await rows(
      "UPDATE webhook_deliveries SET attempts = 1, tries = 1, lease_until = ?, resend_at = ? WHERE id = ?",
      ...[lease, lease, next.id],
    );
    await rows(
      "INSERT INTO webhook_attempts (delivery_id, number, at, error) VALUES (?, 1, ?, 'the attempt was cut off')",
      ...[next.id, next.at.toISOString()],
    );
    await deliverAt(after(next.at, 50_000), [next.id]);
    expect(await next.receiver.received()).toHaveLength(0);
    expect((await hook("POST", `/deliveries/${next.id}/replay`)).status).toBe(409);
    await deliverAt(after(next.at, 61_000), [next.id]);
    expect(await detail(next.id)).toMatchObject({ status: "succeeded" });
    expect(await attemptsOf(next.id)).toMatchObject([
      { response_status: 200 },
      { error: "the attempt was cut off" },
    ]);
    expect((await deliveriesOf(endpoint.id))[0]).toMatchObject({ attempts: 1 });
  });

  it("that the queue lost is sent again by the job", async () => {
    const { id, at, receiver } = await oneDelivery(OK);
    await runWebhookJob("webhooks.resend", after(at, 30_000));
    expect(await receiver.received()).toHaveLength(0);
    // The job tells the real queue.
    const job = (await import("../../src/modules/webhooks/index.ts")).webhookJobs[0];
    await job?.run(webhookCtx(after(at, 61_000), env));
    await eventually(async () => (await detail(id)).status === "succeeded");
  });
});

describe("a secret", () => {
  it("is shown once, and both sign while the old one is being replaced", async () => {
    const { receiver, endpoint, id, at } = await oneDelivery(BROKEN);
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await endpointNow(endpoint.id)).not.toHaveProperty("secret");
    const rotated = await hook<{ secret: string; old_secret_valid_until: string }>(
      "POST",
      `/endpoints/${endpoint.id}/secret/rotate`,
      { overlap_hours: 2 },
    );
    const { secret, old_secret_valid_until: until } = rotated.body;
    expect(secret).not.toBe(endpoint.secret);
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(HOUR);
    await deliverAt(at, [id]);
    const [during] = (await receiver.received()) as [Received];
    expect(during.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const each of [secret, endpoint.secret]) expect(verify(each, during)).toBeTruthy();
    const later = after(new Date(until), 1_000);
    await deliverAt(later, [id]);
    const [, past] = (await receiver.received()) as [Received, Received];
    expect(verify(secret, past, later)).toBeTruthy();
    expect(() => verify(endpoint.secret, past, later)).toThrow("No matching signature");
    await runWebhookJob("webhooks.prune", later);
    const [kept] = await rows("SELECT * FROM webhook_endpoints WHERE id = ?", endpoint.id);
    expect(kept).toMatchObject({ old_secret: null });
    const audit = JSON.stringify(await rows("SELECT * FROM audit_log WHERE entity_id = ?", endpoint.id));
    for (const each of [secret, endpoint.secret]) {
      expect(JSON.stringify(kept)).not.toContain(each);
      expect(audit).not.toContain(each);
    }
    expect(audit).toContain("webhook_endpoint.rotate_secret");
  });
});

describe("an endpoint", () => {
  it("that does not answer in time is left alone for a while, and does not hold up others", async () => {
    const slow = await makeReceiver([{ ...OK, delayMs: 1_500 }]);
    const quick = await makeReceiver([OK]);
    const dead = await makeEndpoint(slow.url, ["product.changed"]);
    const alive = await makeEndpoint(quick.url, ["product.changed"]);
    const at = new Date();
    for (let each = 0; each < 3; each++) await emit("product.changed", { product_ids: ["p"] }, at);
    const ids = [...(await deliveriesOf(dead.id)), ...(await deliveriesOf(alive.id))].map((row) => row.id);
    await deliverAt(at, ids, 100);
    expect(await quick.received()).toHaveLength(3);
    expect(await slow.received()).toHaveLength(1);
    expect((await deliveriesOf(dead.id)).map((row) => [row.attempts, row.error])).toEqual([
      [1, "did not answer in time"],
      [0, null],
      [0, null],
    ]);
    await deliverAt(after(at, 30_000), ids, 100);
    expect(await slow.received()).toHaveLength(1);
    expect(await webhookBacklog(webhookCtx(after(at, 40_000)))).toMatchObject({
      pending: expect.any(Number) as number,
      failing_endpoints: expect.any(Number) as number,
    });
    await slow.answer(OK);
    await deliverAt(after(at, 70_000), ids);
    expect((await deliveriesOf(dead.id)).every((row) => row.status === "succeeded")).toBe(true);
    for (const { id } of [dead, alive]) await hook("DELETE", `/endpoints/${id}`);
  });

  it("that says it is gone is disabled at once; enabled again, it gets what waited", async () => {
    const { receiver, endpoint, id, at } = await oneDelivery({ status: 410 }, OK);
    await deliverAt(at, [id]);
    const disabled = await endpointNow(endpoint.id);
    expect(disabled).toMatchObject({ status: "disabled", disabled_reason: "gone" });
    await deliverAt(after(at, HOUR), [id]);
    expect((await hook("POST", `/deliveries/${id}/replay`)).status).toBe(409);
    expect(await receiver.received()).toHaveLength(1);
    expect(await rows("SELECT resolved_at FROM alerts WHERE entity_id = ?", endpoint.id)).toEqual([
      { resolved_at: null },
    ]);
    expect(
      await value(
        "SELECT COUNT(*) FROM outbox WHERE type = 'webhook.endpoint_disabled' AND payload ->> 'endpoint_id' = ?",
        endpoint.id,
      ),
    ).toBe(1);
    expect((await hook("PATCH", `/endpoints/${endpoint.id}`, { status: "enabled" })).body).toMatchObject({
      status: "enabled",
    });
    expect(await value("SELECT resolved_at FROM alerts WHERE entity_id = ?", endpoint.id)).not.toBeNull();
    await deliverAt(after(at, HOUR), [id]);
    expect(await detail(id)).toMatchObject({ status: "succeeded" });
    expect(await endpointNow(endpoint.id)).not.toHaveProperty("disabled_reason");
  });

  it("that fails for five days is disabled, unless it has answered in between", async () => {
    const { endpoint, id, at } = await oneDelivery(BROKEN, OK, BROKEN);
    const replay = (when: Date, tries: number) =>
      rows(
        "UPDATE webhook_deliveries SET status = 'pending', tries = ?, due_at = ? WHERE id = ?",
        tries,
        when.toISOString(),
        id,
      );
    const tryAfter = async (days: number, tries = 4) => {
      const when = after(at, days * 24 * HOUR);
      await replay(when, tries);
      await deliverAt(when, [id]);
      return (await endpointNow(endpoint.id))["status"];
    };
    expect(await tryAfter(0)).toBe("enabled");
    expect(await tryAfter(4)).toBe("enabled");
    expect(await tryAfter(6)).toBe("enabled");
    expect(await tryAfter(10.9)).toBe("enabled");
    // Nothing may have happened for days: a first hiccup is no reason.
    expect(await tryAfter(11.1, 0)).toBe("enabled");
    expect(await tryAfter(11.2)).toBe("disabled");
    expect(await endpointNow(endpoint.id)).toMatchObject({ disabled_reason: "failing" });
  });

  it("may ask for time, and is not followed elsewhere", async () => {
    const busy = await oneDelivery({ status: 429, headers: { "Retry-After": "600" } }, OK);
    await deliverAt(busy.at, [busy.id]);
    const [waiting] = await deliveriesOf(busy.endpoint.id);
    expect(Date.parse(waiting?.due_at ?? "") - busy.at.getTime()).toBe(600_000);
    const elsewhere = await makeReceiver([OK]);
    const moved = await oneDelivery({ status: 302, headers: { Location: elsewhere.url } });
    await deliverAt(moved.at, [moved.id]);
    expect((await deliveriesOf(moved.endpoint.id))[0]).toMatchObject({
      status: "pending",
      error: "answered 302",
    });
    expect(await elsewhere.received()).toEqual([]);
  });
});

describe("while a delivery is under way", () => {
  const soon = () => new Promise((resolve) => setTimeout(resolve, 150));
  const lateBroken = { ...BROKEN, delayMs: 400 };
  const lateGone = { status: 410, delayMs: 400 };

  it("an endpoint that is changed is not called as it was, and begins anew", async () => {
    const [old, present] = [await makeReceiver([lateBroken, OK]), await makeReceiver([OK])];
    const { id: endpointId } = await makeEndpoint(old.url, ["product.changed"]);
    const at = new Date();
    for (let each = 0; each < 2; each++) await emit("product.changed", { product_ids: ["p"] }, at);
    const ids = (await deliveriesOf(endpointId)).map((row) => row.id);
    const run = deliverAt(at, ids);
    await soon();
    await hook("PATCH", `/endpoints/${endpointId}`, { url: present.url });
    await run;
    expect(await old.received()).toHaveLength(1);
    await hook("PATCH", `/endpoints/${endpointId}`, { url: `${present.url}?v=2` });
    expect(await endpointNow(endpointId)).not.toHaveProperty("failing_since");
    await deliverAt(after(at, MINUTE), ids);
    expect(await present.received()).toHaveLength(2);
    await hook("DELETE", `/endpoints/${endpointId}`);
  });

  it("one that is deleted, or moved away from who says it is gone, is not disabled", async () => {
    const [deleted, moved] = [await oneDelivery(lateGone), await oneDelivery(lateGone)];
    const runs = [deliverAt(deleted.at, [deleted.id]), deliverAt(moved.at, [moved.id])];
    await soon();
    await hook("DELETE", `/endpoints/${deleted.endpoint.id}`);
    await hook("PATCH", `/endpoints/${moved.endpoint.id}`, { url: (await makeReceiver([OK])).url });
    await Promise.all(runs);
    expect(await detail(deleted.id)).toMatchObject({ status: "failed", error: "the endpoint was deleted" });
    expect(await endpointNow(moved.endpoint.id)).toMatchObject({ status: "enabled" });
    for (const { endpoint } of [deleted, moved])
      expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", endpoint.id)).toEqual([]);
    // Deleted after it was disabled, it is no matter any more.
    const gone = await oneDelivery({ status: 410 });
    await deliverAt(gone.at, [gone.id]);
    await hook("DELETE", `/endpoints/${gone.endpoint.id}`);
    expect(
      await value("SELECT resolved_at FROM alerts WHERE entity_id = ?", gone.endpoint.id),
    ).not.toBeNull();
  });

  it("the next try is due as after a failure, and what is cut off each time ends", async () => {
    const { receiver, id, at } = await oneDelivery({ ...OK, delayMs: 400 });
    await rows("UPDATE webhook_deliveries SET attempts = 2, tries = 2 WHERE id = ?", id);
    const run = deliverAt(at, [id]);
    await soon();
    const due = Date.parse((await detail(id)).next_attempt_at) - at.getTime();
    expect(due).toBeGreaterThanOrEqual(1_800_000);
    await run;
    await rows(
      "UPDATE webhook_deliveries SET status = 'pending', tries = 10, due_at = ? WHERE id = ?",
      ...[at.toISOString(), id],
    );
    await deliverAt(at, [id]);
    expect(await detail(id)).toMatchObject({ status: "failed", error: "the last try was cut off" });
    expect(await receiver.received()).toHaveLength(1);
  });
});

describe("private addresses", () => {
  const refused = [
    "https://127.0.0.1/x",
    "https://169.254.169.254/latest",
    "https://[::1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::ffff:127.0.0.1]/",
    "https://localhost/",
    "https://inside.example.net/",
    "https://half.example.net/",
    "https://inside6.example.net/",
    "https://unknown.example.net/",
    "https://broken.example.net/",
    "http://hooks.example.com/",
  ];

  it("are refused when an endpoint is registered or changed, also behind a name", async () => {
    await setDns("inside.example.net", { A: ["127.0.0.1"] });
    await setDns("half.example.net", { A: ["93.184.215.14", "10.0.0.1"] });
    await setDns("inside6.example.net", { A: ["93.184.215.14"], AAAA: ["fd00::1"] });
    await setDns("broken.example.net", "fails");
    const { endpoint } = await oneDelivery(OK);
    for (const url of refused) {
      const made = await hook("POST", "/endpoints", { url, event_types: ["*"] });
      expect(made, url).toMatchObject({ status: 422, body: { errors: [{ pointer: "#/url" }] } });
      expect((await hook("PATCH", `/endpoints/${endpoint.id}`, { url })).status, url).toBe(422);
    }
  });

  it("are refused at delivery, too, when the name or the row leads there meanwhile", async () => {
    const name = "moving.example.net";
    await setDns(name, { A: ["93.184.215.14"] });
    const receiver = await makeReceiver([OK], name);
    const { id: endpointId } = await makeEndpoint(receiver.url, ["product.changed"]);
    const at = new Date();
    await emit("product.changed", { product_ids: ["p"] }, at);
    const [{ id } = { id: "" }] = await deliveriesOf(endpointId);
    await setDns(name, { A: ["169.254.169.254"] });
    await deliverAt(at, [id]);
    expect(await receiver.received()).toEqual([]);
    expect((await deliveriesOf(endpointId))[0]).toMatchObject({
      status: "pending",
      attempts: 1,
      error: "not called: the URL must not lead to an address that is not public",
    });
    await setDns(name, "fails");
    await deliverAt(after(at, 2 * MINUTE), [id]);
    expect(await receiver.received()).toEqual([]);
    for (const url of refused) {
      await rows("UPDATE webhook_endpoints SET url = ?, paused_until = NULL WHERE id = ?", url, endpointId);
      await rows("UPDATE webhook_deliveries SET due_at = ?, tries = 0 WHERE id = ?", at.toISOString(), id);
      await deliverAt(after(at, 2 * MINUTE), [id]);
      expect((await attemptsOf(id))[0]?.error, url).toMatch(/^not called: /);
      const tested = await hook("POST", `/endpoints/${endpointId}/test`);
      expect(tested.body, url).toMatchObject({ succeeded: false, response_status: null });
    }
    await setDns(name, { A: ["93.184.215.14"] });
    await rows(
      "UPDATE webhook_endpoints SET url = ?, paused_until = NULL WHERE id = ?",
      receiver.url,
      endpointId,
    );
    await rows("UPDATE webhook_deliveries SET due_at = ? WHERE id = ?", at.toISOString(), id);
    await deliverAt(after(at, 3 * MINUTE), [id]);
    expect(await detail(id)).toMatchObject({ status: "succeeded" });
    await hook("DELETE", `/endpoints/${endpointId}`);
  });
});
