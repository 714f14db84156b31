import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { callWith } from "../support/call-with.ts";
import { countingEnv } from "../support/counting-env.ts";
import { customerCart, fillCart } from "../support/customer-cart.ts";
import { withoutQueue, deliverOutbox } from "../support/doors.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
import { breaches } from "../support/invariants.ts";
import { deliverWebhooks, makeVariant, placeOrder, readyCart, stripe, unique } from "../support/shop.ts";

const METHODS = "/api/v1/customers/me/payment-methods";

interface Method {
  id: string;
  brand?: string;
  last4?: string;
  is_default: boolean;
}

interface Placed {
  id: string;
  status: string;
  code: string;
  access_token: string;
  order: { id: string; access_token: string };
}

function save(
  user: TestUser,
  body: Record<string, unknown> = { payment_method: "pm_card_visa" },
  key?: string,
) {
  return api<
    Record<string, unknown> & { payment_method: string; setup_intent: string; client_secret: string }
  >("POST", METHODS, {
    body,
    headers: { ...user.headers, ...(key === undefined ? {} : { "Idempotency-Key": key }) },
  });
}

async function methodsOf(user: TestUser): Promise<Method[]> {
  const answer = await api<{ data: Method[] }>("GET", METHODS, { headers: user.headers });
  expect(answer.status).toBe(200);
  return answer.body.data;
}

async function saved(user: TestUser, name = "pm_card_visa"): Promise<string> {
  const answer = await save(user, { payment_method: name });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { status: "succeeded" } });
  return answer.body.payment_method;
}

/** Orders one unit as the user. */
async function orderWith(user: TestUser, body: Record<string, unknown>) {
  await fillCart(user.headers, await makeVariant({ stock: 5 }));
  return api<Placed>("POST", "/api/v1/orders", {
    body,
    headers: { ...user.headers, "Idempotency-Key": unique("key") },
  });
}

function pay(orderId: string, paymentMethod: string, headers: Record<string, string>) {
  return api("POST", `/api/v1/orders/${orderId}/payments`, {
    body: { payment_method: paymentMethod },
    headers,
  });
}

async function atStripe(user: TestUser): Promise<string[]> {
  const { data } = await (
    await stripe("GET", "/v1/customers?limit=100")
  ).json<{
    data: { id: string; metadata: Record<string, string> }[];
  }>();
  return data.filter(({ metadata }) => metadata["customer_id"] === user.id).map(({ id }) => id);
}

async function allIsSound(): Promise<void> {
  await deliverWebhooks(true);
  await eventsDelivered();
  expect(await breaches((sql) => rows(sql), { atRest: true, stripe: (path) => stripe("GET", path) })).toEqual(
    [],
  );
}

describe("saving a payment method", () => {
  it("without one answers what Stripe.js needs; with one it is saved at once and listed", async () => {
    const user = await makeUser();
    expect(await methodsOf(user)).toEqual([]);
    const begun = await save(user, {});
    expect(begun).toMatchObject({
      status: 201,
      body: {
        status: "requires_payment_method",
        publishable_key: env.STRIPE_PUBLISHABLE_KEY,
        payment_method: null,
      },
    });
    expect(begun.body.client_secret).toMatch(new RegExp(`^${begun.body.setup_intent}_secret_`));
    expect(await methodsOf(user)).toEqual([]);
    const id = await saved(user);
    expect(await methodsOf(user)).toEqual([
      expect.objectContaining({ id, type: "card", brand: "visa", last4: "4242", is_default: true }),
    ]);
  });

  it("a declined card is 402, a method that does not exist 422, and neither is saved", async () => {
    const user = await makeUser();
    expect(await save(user, { payment_method: "pm_card_chargeDeclined" })).toMatchObject({
      status: 402,
      body: { code: "payment.declined", decline_code: "generic_decline" },
    });
    expect(await save(user, { payment_method: "pm_nonsense" })).toMatchObject({
      status: 422,
      body: { code: "payment.method_invalid", errors: [{ pointer: "#/payment_method" }] },
    });
    expect((await save(user, { payment_method: "../customers" })).status).toBe(422);
    expect(await methodsOf(user)).toEqual([]);
  });

  it("a card that wants authentication answers the next action, and is saved once it is given", async () => {
    const user = await makeUser();
    const answer = await save(user, {
      payment_method: "pm_card_authenticationRequired",
      return_url: "https://shop.example.com/cards",
    });
    expect(answer).toMatchObject({ status: 201, body: { status: "requires_action" } });
    expect(answer.body["next_action"]).toMatchObject({ type: "redirect_to_url" });
    expect(await methodsOf(user)).toEqual([]);
    await stripe("POST", `/_emulator/setup_intents/${answer.body.setup_intent}/settle`, {
      outcome: "succeed",
    });
    expect(await methodsOf(user)).toHaveLength(1);
    await allIsSound();
  });

  it("makes one customer at Stripe, however often it is asked in parallel, and tells it nothing of the person", async () => {
    const user = await makeUser();
    const answers = await Promise.all(Array.from({ length: 6 }, () => save(user, {})));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
    const customers = await atStripe(user);
    expect(customers).toHaveLength(1);
    expect(await rows("SELECT provider_ref FROM provider_customers WHERE customer_id = ?", user.id)).toEqual([
      { provider_ref: customers[0] },
    ]);
    const made = await (await stripe("GET", `/v1/customers/${customers[0]}`)).json();
    expect(made).toMatchObject({ email: null, name: null });
  });

  it("under an Idempotency-Key makes one SetupIntent, whether the answer came or not", async () => {
    const user = await makeUser();
    const key = unique("setup");
    const faulty = faultyStripe(
      "lost answer",
      (method, path) => method === "POST" && path === "/v1/setup_intents",
    );
    const call = { body: {}, headers: { ...user.headers, "Idempotency-Key": key } };
    const lost = await callWith(faulty.env, "POST", METHODS, call);
    expect(lost).toMatchObject({ status: 503, body: { code: "payment.unavailable" } });
    const first = await save(user, {}, key);
    expect(first.status).toBe(201);
    const again = await save(user, {}, key);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
    const [customer] = await atStripe(user);
    const { data } = await (
      await stripe("GET", `/v1/setup_intents?customer=${customer}`)
    ).json<{ data: unknown[] }>();
    expect(data).toHaveLength(1);
  });

  it("counts no try of a card that Stripe did not answer", async () => {
    const user = await makeUser();
    const body = { payment_method: "pm_card_chargeDeclined" };
    for (let card = 0; card < 19; card += 1) await save(user, body);
    const faulty = faultyStripe("500", (method, path) => method === "POST" && path === "/v1/setup_intents");
    const lost = await callWith(faulty.env, "POST", METHODS, { body, headers: user.headers });
    const statuses = [lost.status, (await save(user, body)).status, (await save(user, body)).status];
    expect(statuses).toEqual([503, 402, 429]);
  });

  it("goes on when the customer was deleted in Stripe's dashboard", async () => {
    const user = await makeUser();
    await saved(user);
    const [lost] = await atStripe(user);
    await stripe("DELETE", `/v1/customers/${lost}`);
    expect(await methodsOf(user)).toEqual([]);
    const paid = await orderWith(user, { payment_method: "pm_card_visa" });
    expect(paid).toMatchObject({ status: 201, body: { status: "confirmed" } });
    const id = await saved(user);
    expect(await methodsOf(user)).toMatchObject([{ id }]);
    expect(await atStripe(user)).not.toContain(lost);
    await allIsSound();
  });

  it("is for signed-in users alone", async () => {
    expect((await api("GET", METHODS)).status).toBe(401);
    expect((await api("POST", METHODS, { body: {} })).status).toBe(401);
  });
});

describe("saved payment methods", () => {
  it("the newest is the default until another one is chosen; a chosen one that goes leaves it to the newest", async () => {
    const user = await makeUser();
    const first = await saved(user);
    const second = await saved(user, "pm_card_mastercard");
    const defaults = async () =>
      (await methodsOf(user)).filter((each) => each.is_default).map(({ id }) => id);
    expect(await defaults()).toEqual([second]);
    const chosen = await api("PUT", `${METHODS}/${first}/default`, { headers: user.headers });
    expect(chosen).toMatchObject({ status: 200, body: { id: first, is_default: true } });
    expect(await defaults()).toEqual([first]);
    expect((await api("DELETE", `${METHODS}/${first}`, { headers: user.headers })).status).toBe(204);
    expect(await defaults()).toEqual([second]);
    const log = await rows("SELECT action FROM audit_log WHERE entity_id = ? ORDER BY seq", user.id);
    expect(log.map(({ action }) => action)).toEqual([
      "customer.save_payment_method",
      "customer.save_payment_method",
      "customer.choose_payment_method",
      "customer.remove_payment_method",
    ]);
  });

  it("somebody else's, and one that is gone, is 404, and stays as it is", async () => {
    const [owner, other] = [await makeUser(), await makeUser()];
    const id = await saved(owner);
    await saved(other);
    const stranger = await makeUser();
    for (const { headers } of [other, stranger]) {
      expect((await api("DELETE", `${METHODS}/${id}`, { headers })).status).toBe(404);
      expect((await api("PUT", `${METHODS}/${id}/default`, { headers })).status).toBe(404);
    }
    expect(await methodsOf(owner)).toMatchObject([{ id }]);
    const removals = Array.from({ length: 3 }, () =>
      api("DELETE", `${METHODS}/${id}`, { headers: owner.headers }),
    );
    const statuses = (await Promise.all(removals)).map(({ status }) => status);
    expect(statuses).toContain(204);
    expect(statuses.filter((status) => status !== 204 && status !== 404)).toEqual([]);
    expect((await api("DELETE", `${METHODS}/${id}`, { headers: owner.headers })).status).toBe(404);
    expect(await methodsOf(owner)).toEqual([]);
  });

  it("pay orders again and again, at once and on a further attempt", async () => {
    const user = await makeUser();
    const id = await saved(user);
    for (const _ of [1, 2]) {
      expect(await orderWith(user, { payment_method: id })).toMatchObject({
        status: 201,
        body: { status: "confirmed", payment_status: "paid" },
      });
    }
    const declined = await orderWith(user, { payment_method: "pm_card_chargeDeclined" });
    expect(declined.status).toBe(402);
    expect(await pay(declined.body.order.id, id, user.headers)).toMatchObject({
      status: 201,
      body: { status: "confirmed" },
    });
    await allIsSound();
  });

  it("cost placing an order no call more: 2 to the cart, 3 D1 calls, 1 to Stripe", async () => {
    const user = await makeUser();
    const id = await saved(user);
    await fillCart(user.headers, await makeVariant({ stock: 5 }));
    const counting = countingEnv();
    const placed = await callWith(counting.env, "POST", "/api/v1/orders", {
      body: { payment_method: id },
      headers: { ...user.headers, "Idempotency-Key": unique("key") },
    });
    expect(placed).toMatchObject({ status: 201, body: { status: "confirmed" } });
    expect(counting.counts).toMatchObject({ cart: 2, d1: 3, stripe: 1 });
  });

  it("pay an order that was placed before Stripe knew the customer", async () => {
    const user = await makeUser();
    const open = await orderWith(user, {});
    const id = await saved(user);
    expect(await pay(open.body.id, id, user.headers)).toMatchObject({
      status: 201,
      body: { status: "confirmed" },
    });
    await allIsSound();
  });

  it("are refused to every other customer, to guests, and to whoever holds the order's token", async () => {
    const owner = await makeUser();
    const id = await saved(owner);
    const other = await makeUser();
    const refused = {
      status: 422,
      body: { code: "payment.method_invalid", errors: [{ pointer: "#/payment_method" }] },
    };
    expect(await orderWith(other, { payment_method: id })).toMatchObject(refused);
    await saved(other);
    expect(await orderWith(other, { payment_method: id })).toMatchObject(refused);
    const cart = await readyCart([{ variant: await makeVariant({ stock: 2 }), quantity: 1 }]);
    const asGuest = await placeOrder(cart, { payment_method: id });
    expect(asGuest).toMatchObject(refused);
    const guestOrder = asGuest.body["order"] as Placed["order"];
    const token = { "X-Order-Token": guestOrder.access_token };
    expect(await pay(guestOrder.id, id, token)).toMatchObject(refused);
    // The owner's own order knows them already: its token alone is not enough either, a card of the holder's own is.
    const open = await orderWith(owner, {});
    const holder = { "X-Order-Token": open.body.access_token };
    expect(await pay(open.body.id, id, holder)).toMatchObject(refused);
    expect(await pay(open.body.id, "pm_card_visa", holder)).toMatchObject({
      status: 201,
      body: { status: "confirmed" },
    });
    expect(await methodsOf(owner)).toMatchObject([{ id }]);
    await allIsSound();
  });
});

describe("save_payment_method", () => {
  it("keeps what a customer pays with, also the first time and without asking again", async () => {
    const user = await makeUser();
    const placed = await orderWith(user, { payment_method: "pm_card_visa", save_payment_method: true });
    expect(placed).toMatchObject({ status: 201, body: { status: "confirmed" } });
    const [kept] = await methodsOf(user);
    expect(kept).toMatchObject({ last4: "4242", is_default: true });
    expect(await orderWith(user, { payment_method: kept?.id })).toMatchObject({ status: 201 });
    expect(await orderWith(user, { payment_method: "pm_card_mastercard" })).toMatchObject({ status: 201 });
    expect(await methodsOf(user)).toHaveLength(1);
    await allIsSound();
  });

  it("is 422 for a guest, who has nowhere to save it", async () => {
    const cart = await readyCart([{ variant: await makeVariant({ stock: 2 }), quantity: 1 }]);
    const answer = await placeOrder(cart, { payment_method: "pm_card_visa", save_payment_method: true });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "#/save_payment_method" }] } });
  });

  it("with Stripe down is 503; the same key goes on with the same order and pays it once", async () => {
    const user = await makeUser();
    const variant = await makeVariant({ stock: 5 });
    await fillCart(user.headers, variant);
    const call = {
      body: { payment_method: "pm_card_visa", save_payment_method: true },
      headers: { ...user.headers, "Idempotency-Key": unique("key") },
    };
    for (const path of ["/v1/customers", "/v1/payment_intents"]) {
      const faulty = faultyStripe("lost answer", (method, at) => method === "POST" && at === path);
      const lost = await callWith(faulty.env, "POST", "/api/v1/orders", call);
      expect(lost).toMatchObject({ status: 503, body: { code: "payment.unavailable" } });
      expect(faulty.failed()).toBe(2);
    }
    expect(await api("POST", "/api/v1/orders", call)).toMatchObject({
      status: 201,
      body: { status: "confirmed" },
    });
    expect(await atStripe(user)).toHaveLength(1);
    expect(await methodsOf(user)).toHaveLength(1);
    expect(await value("SELECT COUNT(*) FROM orders WHERE customer_id = ?", user.id)).toBe(1);
    expect((await customerCart(user.headers, "GET", "")).body.items).toEqual([]);
    await allIsSound();
  });
});

describe("a person who is erased", () => {
  it("is deleted at Stripe with what they saved, once Stripe answers; nothing is made for them again", async () => {
    const user = await makeUser();
    const id = await saved(user);
    const exported = await api<{ saved_payment_methods: Method[] }>("GET", "/api/v1/customers/me/export", {
      headers: user.headers,
    });
    expect(exported.body.saved_payment_methods).toMatchObject([{ id, last4: "4242" }]);
    await eventsDelivered();
    const erased = await callWith(withoutQueue(env), "DELETE", "/api/v1/customers/me", {
      headers: user.headers,
    });
    expect(erased.status).toBe(204);
    const faulty = faultyStripe(
      "500",
      (method, path) => method === "DELETE" && path.startsWith("/v1/customers/"),
    );
    expect(await deliverOutbox(withoutQueue(faulty.env))).toBeGreaterThan(0);
    expect(await atStripe(user)).toHaveLength(1);
    await deliverOutbox(env);
    expect(await atStripe(user)).toEqual([]);
    expect(await value("SELECT COUNT(*) FROM provider_customers WHERE customer_id = ?", user.id)).toBe(0);
    const method = await (await stripe("GET", `/v1/payment_methods/${id}`)).json();
    expect(method).toMatchObject({ customer: null });
    expect((await save(user)).status).toBe(401);
    expect(await atStripe(user)).toEqual([]);
    await eventsDelivered();
  });

  it("in the very moment in which a method is saved is not known to Stripe afterwards", async () => {
    const user = await makeUser();
    const emulator = env.STRIPE_API;
    // Erased after Stripe made the customer, before our books know of it.
    const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const request = new Request<unknown, IncomingRequestCfProperties>(input, init as RequestInit<never>);
      const isMaking = request.method === "POST" && new URL(request.url).pathname === "/v1/customers";
      const answer = await emulator?.fetch(request);
      if (isMaking) await api("DELETE", "/api/v1/customers/me", { headers: user.headers });
      return answer ?? Response.error();
    };
    const racing: Env = { ...env, STRIPE_API: { fetch } as unknown as Fetcher };
    const answer = await callWith(racing, "POST", METHODS, { body: {}, headers: user.headers });
    expect(answer.status).toBe(401);
    await eventsDelivered();
    expect(await atStripe(user)).toEqual([]);
    expect(await value("SELECT COUNT(*) FROM provider_customers WHERE customer_id = ?", user.id)).toBe(0);
  });
});
