import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyToCart } from "../../src/modules/cart/index.ts";
import { customerJobs } from "../../src/modules/customers/index.ts";
import { newApiKey, oneTimeTokenText } from "../../src/modules/identity/index.ts";
import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import { isoTime } from "../../src/platform/clock.ts";
import { runJob } from "../../src/platform/jobs.ts";
import { bearer, logIn, PASSWORD, register, type Tokens } from "../support/account.ts";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, eventually, rows, value } from "../support/api.ts";
import { findPersonalData } from "../support/personal-data.ts";
import {
  deliverWebhooks,
  makeVariant,
  placeOrder,
  readyCart,
  STANDARD_US,
  stripe,
  unique,
} from "../support/shop.ts";
import { hook, makeEndpoint, makeReceiver } from "../support/webhooks.ts";

const EMAIL = "zeldamira.quixworth@example.org";
const ADDRESS = {
  first_name: "Zeldamira",
  last_name: "Quixworth",
  company: "Quixworth Ltd",
  line1: "42 Zanzibarstrasse",
  city: "Zwolle-Zuid",
  region: "OV",
  postal_code: "ZZ8011",
  country: "US",
  phone: "+1 555 019 9777",
};
const TEXTS = [
  EMAIL,
  "zeldamira",
  "quixworth",
  "555 019 9777",
  "zanzibarstrasse",
  "zwolle-zuid",
  "ZZ8011",
  "Quixphone",
  "zelda_q",
];

const ME = "/api/v1/customers/me";

interface Person extends Tokens {
  headers: Record<string, string>;
}

/** Registers as a visitor does, confirms the address and logs in. */
async function signUp(): Promise<Person> {
  await register({ email: EMAIL, first_name: "Zeldamira", last_name: "Quixworth", username: "zelda_q" });
  const [token] = await rows<{ id: string }>("SELECT id FROM one_time_tokens WHERE email = ?", EMAIL);
  const text = await oneTimeTokenText(systemCtx(), token?.id ?? "");
  const verified = await api("POST", "/api/v1/auth/verify-email", {
    body: { token: text, password: PASSWORD },
  });
  expect(verified.status).toBe(204);
  return logInAgain();
}

async function logInAgain(): Promise<Person> {
  const { status, body } = await logIn(EMAIL, {}, { "User-Agent": "Quixphone/1.0" });
  expect(status).toBe(200);
  return { ...body, headers: bearer(body.access_token) };
}

/** Fills the person's own cart; with `order` it is ordered. */
async function fillCart(person: Person, order: boolean): Promise<Order | undefined> {
  const calls = [
    ["POST", "/items", { variant_id: (await makeVariant()).id, quantity: 2 }],
    ["PATCH", "", { note: "For Zeldamira, please" }],
    ["PUT", "/contact", { email: EMAIL }],
    ["PUT", "/shipping-address", ADDRESS],
    ["PUT", "/billing-address", ADDRESS],
    ["PUT", "/shipping-option", { id: STANDARD_US }],
  ] as const;
  for (const [method, path, body] of calls) {
    const headers = { ...person.headers, ...(method === "POST" ? { "Idempotency-Key": unique("add") } : {}) };
    expect((await api(method, `/api/v1/cart${path}`, { body, headers })).status).toBeLessThan(300);
  }
  const cart = await api<Cart>("GET", "/api/v1/cart", { headers: person.headers });
  const note = { body: { note: "Engrave: Zeldamira" }, headers: person.headers };
  const noted = await api("PATCH", `/api/v1/cart/items/${cart.body.items[0]?.id}`, note);
  expect(noted.status).toBe(200);
  if (!order) return undefined;
  const placed = await api<Order>("POST", "/api/v1/orders", {
    body: { payment_method: "pm_card_visa" },
    headers: { ...person.headers, "Idempotency-Key": unique("order") },
  });
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  return placed.body;
}

/** Another visitor's cart is merged into the person's, which is saved as it was before. */
async function mergeGuestCart(person: Person): Promise<void> {
  const token = await readyCart([{ variant: await makeVariant(), quantity: 1 }], EMAIL);
  const headers = { ...person.headers, "X-Cart-Token": token };
  expect((await api("GET", "/api/v1/cart", { headers })).status).toBe(200);
}

/** As a guest: the card is declined first, and paying again is done under a key. */
async function orderAsGuest(): Promise<string> {
  const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], EMAIL);
  const headers = { "X-Cart-Token": cart };
  await api("PUT", "/api/v1/cart/shipping-address", { body: ADDRESS, headers });
  await api("PUT", "/api/v1/cart/shipping-option", { body: { id: STANDARD_US }, headers });
  const declined = await placeOrder(cart, { payment_method: "pm_card_chargeDeclined" });
  expect(declined.status).toBe(402);
  const order = declined.body["order"] as { id: string; access_token: string };
  const paid = await api("POST", `/api/v1/orders/${order.id}/payments`, {
    body: { payment_method: "pm_card_visa" },
    headers: { "X-Order-Token": order.access_token, "Idempotency-Key": unique("pay") },
  });
  expect(paid.status).toBe(201);
  return order.id;
}

/** What no route can make in a test, or what Stripe writes only for real cards. */
async function addWhatElseIsKept(person: Person): Promise<void> {
  const { id } = person.user;
  const now = isoTime(new Date());
  const { row } = await newApiKey("Zeldamira's key", ["order:manage"], new Date());
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at, owner_id) VALUES (?, ?, ?, ?, '[]', ?, ?)",
    ).bind(row.id, row.name, row.prefix, row.secretHash, row.createdAt, id),
    env.DB.prepare(
      "INSERT INTO email_changes (id, user_id, old_email, new_email, created_at, expires_at) VALUES (?, ?, ?, 'z@quixworth.example', ?, ?)",
    ).bind(unique("change"), id, EMAIL, now, now),
    env.DB.prepare("INSERT INTO totp_uses (user_id, step, used_at) VALUES (?, 1, ?)").bind(id, now),
    env.DB.prepare("INSERT INTO recovery_codes (user_id, hash, created_at) VALUES (?, 'h', ?)").bind(id, now),
    env.DB.prepare("INSERT INTO second_factors (user_id, secret, created_at) VALUES (?, 'sealed', ?)").bind(
      id,
      now,
    ),
    env.DB.prepare(
      `UPDATE stripe_events SET payload = json_set(payload, '$.data.object.billing_details', json_object('email', ?))
       WHERE object_id IS NOT NULL`,
    ).bind(EMAIL),
    env.DB.prepare(
      "UPDATE payments SET last_error = json_object('code', 'card_declined', 'message', ?), next_action = json_object('name', ?)",
    ).bind(`refused for ${EMAIL}`, "Zeldamira"),
  ]);
}

/** A return that was asked for and approved, with all texts that it can have. */
async function addReturn(orderId: string): Promise<void> {
  const text = `Ask for Zeldamira at ${ADDRESS.line1}`;
  const now = isoTime(new Date());
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO returns (id, order_id, status, reason, answer, label, requested_by, created_at, updated_at)
       VALUES ('return-1', ?1, 'approved', ?2, ?2, ?2, 'customer', ?3, ?3)`,
    ).bind(orderId, text, now),
    env.DB.prepare(
      `INSERT INTO return_lines (id, return_id, order_line_id, quantity, reason)
       SELECT 'return-line-1', 'return-1', id, 1, ?2 FROM order_lines WHERE order_id = ?1 LIMIT 1`,
    ).bind(orderId, text),
  ]);
}

/** An order that staff are writing for the person, under a key. */
async function addDraft(person: Person): Promise<void> {
  const made = await api("POST", "/api/v1/draft-orders", {
    body: {
      customer_id: person.user.id,
      email: EMAIL,
      note: "Zeldamira called",
      shipping_address: ADDRESS,
      billing_address: ADDRESS,
      line_items: [{ variant_id: (await makeVariant()).id, quantity: 1 }],
    },
    headers: { ...(await asStaff()), "Idempotency-Key": unique("draft") },
  });
  expect(made.status).toBe(201);
}

/** What the books say of all orders. */
function books() {
  return rows(`SELECT o.id, o.number, o.status, o.currency, o.subtotal, o.discount, o.shipping, o.tax, o.total, o.tax_lines, o.version,
      o.shipping_address ->> '$.country' AS country, o.shipping_address ->> '$.region' AS region,
      (SELECT json_group_array(json_array(sku, name, quantity, unit_price, tax, total)) FROM order_lines WHERE order_id = o.id) AS lines,
      (SELECT json_group_array(json_array(status, amount, captured, refunded, intent_id)) FROM payments WHERE order_id = o.id) AS payments,
      (SELECT COUNT(*) FROM order_transitions WHERE order_id = o.id) AS steps
    FROM orders o ORDER BY o.id`);
}

function setStatus(orderId: string, status: string) {
  return env.DB.prepare("UPDATE orders SET status = ? WHERE id = ?").bind(status, orderId).run();
}

async function runErasureJob(): Promise<void> {
  const [job] = customerJobs;
  if (!job) throw new Error("there is no job");
  expect(await runJob(systemCtx(), job)).toBe(true);
  expect(await value("SELECT last_error FROM jobs WHERE name = ?", job.name)).toBeNull();
  await eventsDelivered();
}

/** Where an order is that still has to be delivered, with what integrators were told of it. */
const OF_OPEN_ORDERS = ["DB.order_lines", "DB.orders", "DB.webhook_attempts", "DB.webhook_messages"];

describe("a person who is erased", () => {
  let person: Person;
  let ids: { guest: string; delivered: string; open: string };
  let booksBefore: Awaited<ReturnType<typeof books>>;

  let endpoint = "";

  beforeAll(async () => {
    const receiver = await makeReceiver([{ status: 200, body: "Thank you, Zeldamira" }]);
    endpoint = (await makeEndpoint(receiver.url, ["order.*", "payment.*", "customer.*"])).id;
    const before = await orderAsGuest();
    person = await signUp();
    const guest = await orderAsGuest();
    const phone = { phone: ADDRESS.phone, accepts_marketing: true };
    expect((await api("PATCH", ME, { body: phone, headers: person.headers })).status).toBe(200);
    const keyed = { ...person.headers, "Idempotency-Key": unique("address") };
    expect((await api("POST", `${ME}/addresses`, { body: ADDRESS, headers: keyed })).status).toBe(201);
    const delivered = (await fillCart(person, true))?.id ?? "";
    const open = (await fillCart(person, true))?.id ?? "";
    await fillCart(person, false);
    await mergeGuestCart(person);
    await deliverWebhooks();
    await eventsDelivered();
    await addWhatElseIsKept(person);
    await setStatus(delivered, "delivered");
    await addReturn(delivered);
    await addDraft(person);
    await setStatus(before, "completed");
    ids = { guest, delivered, open };
    booksBefore = await books();
    await eventually(
      async () => (await value("SELECT COUNT(*) FROM webhook_deliveries WHERE status = 'pending'")) === 0,
    );
  }, 30_000);

  afterAll(async () => {
    await hook("DELETE", `/endpoints/${endpoint}`);
  });

  it("is in many stores before, and the search sees each of them", async () => {
    expect(await findPersonalData(TEXTS)).toEqual(
      expect.arrayContaining([
        "CART.cart",
        "CART.idempotency",
        "CART.saved_carts",
        "DB.addresses",
        "DB.api_keys",
        "DB.customers",
        "DB.draft_orders",
        "DB.email_changes",
        "DB.idempotency_keys",
        "DB.notifications",
        "DB.one_time_tokens",
        "DB.order_lines",
        "DB.orders",
        "DB.payments",
        "DB.return_lines",
        "DB.returns",
        "DB.sessions",
        "DB.stripe_events",
        "DB.users",
        "DB.webhook_attempts",
        "DB.webhook_messages",
      ]),
    );
  });

  it("must have proved to be present a short while ago", async () => {
    const before = await makeUser({ confirmedSecondsAgo: 16 * 60 });
    const answer = await api("DELETE", ME, { headers: before.headers });
    expect(answer).toMatchObject({ status: 403, body: { code: "auth.step_up_required" } });
    expect(await value("SELECT status FROM users WHERE id = ?", before.id)).toBe("active");
  });

  it("is found nowhere afterwards but in the order that is still to be delivered", async () => {
    const answer = await api("DELETE", ME, { headers: person.headers });
    expect(answer.status).toBe(204);
    await eventsDelivered();
    expect(await findPersonalData(TEXTS)).toEqual(OF_OPEN_ORDERS);
    const holding = await rows<{ id: string }>("SELECT id FROM orders WHERE email = ?", EMAIL);
    expect(holding.map((row) => row.id).sort()).toEqual([ids.guest, ids.open].sort());
    const [row] = await rows(
      "SELECT email, shipping_address, billing_address FROM orders WHERE id = ?",
      ids.delivered,
    );
    const nobody =
      '{"first_name":"Erased","last_name":"Person","line1":"-","city":"-","region":"OV","country":"US"}';
    expect(row).toEqual({
      email: "erased@erased.invalid",
      shipping_address: nobody,
      billing_address: nobody,
    });
  });

  it("leaves the books as they were", async () => {
    expect(await books()).toEqual(booksBefore);
  });

  it("has no credentials any more: sessions, refresh tokens, API keys and password are dead", async () => {
    const patch = await api("PATCH", ME, { body: { phone: "1" }, headers: person.headers });
    expect(patch).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    expect((await api("GET", ME, { headers: person.headers })).status).toBe(401);
    expect((await api("GET", `${ME}/export`, { headers: person.headers })).status).toBe(401);
    const refresh = await api("POST", "/api/v1/auth/refresh", {
      body: { refresh_token: person.refresh_token },
    });
    expect(refresh.status).toBe(401);
    expect((await logIn(EMAIL)).status).toBe(401);
    const { id } = person.user;
    const address = await value<string>("SELECT email FROM users WHERE id = ?", id);
    expect((await logIn(address, { password: PASSWORD })).status).toBe(401);
    expect(await value("SELECT COUNT(*) FROM sessions WHERE user_id = ? AND revoked_at IS NULL", id)).toBe(0);
    expect(await value("SELECT COUNT(*) FROM api_keys WHERE owner_id = ? AND revoked_at IS NULL", id)).toBe(
      0,
    );
    for (const table of [
      "second_factors",
      "recovery_codes",
      "totp_uses",
      "known_devices",
      "one_time_tokens",
    ]) {
      expect(await value(`SELECT COUNT(*) FROM ${table} WHERE user_id = ?`, id), table).toBe(0);
    }
  });

  it("is erased once: the second request is 401, and there is one audit row and it names nobody", async () => {
    expect((await api("DELETE", ME, { headers: person.headers })).status).toBe(401);
    const audit = await rows("SELECT entity_id, after FROM audit_log WHERE action = 'customer.erase'");
    expect(audit).toEqual([{ entity_id: person.user.id, after: '{"orders":4}' }]);
  });

  it("is no customer any more for staff, who still see the order without the person", async () => {
    const staff = await makeUser({ role: "staff" });
    const { headers } = staff;
    expect((await api("GET", `/api/v1/customers/${person.user.id}`, { headers })).status).toBe(404);
    const order = await api<Order>("GET", `/api/v1/orders/${ids.delivered}`, { headers });
    expect(order).toMatchObject({
      status: 200,
      body: { email: "erased@erased.invalid", customer_id: person.user.id },
    });
  });

  it("keeps the person's data in an open order, whatever the job does, until the order is closed", async () => {
    await runErasureJob();
    expect(await findPersonalData(TEXTS)).toEqual(OF_OPEN_ORDERS);
    await setStatus(ids.guest, "cancelled");
    await runErasureJob();
    expect(await rows("SELECT id FROM orders WHERE email = ?", EMAIL)).toEqual([{ id: ids.open }]);
  });

  it("is found nowhere at all once every order is closed, and the books are still the same", async () => {
    await setStatus(ids.open, "completed");
    await runErasureJob();
    expect(await findPersonalData(TEXTS)).toEqual([]);
    await setStatus(ids.open, "confirmed");
    await setStatus(ids.guest, "confirmed");
    expect(await books()).toEqual(booksBefore);
  });

  it("does not come back with an event of Stripe that arrives later; those about others are kept whole", async () => {
    const other = await readyCart([{ variant: await makeVariant(), quantity: 1 }], "other@example.com");
    const strange = (await placeOrder(other)).body.id;
    const intentOf = (orderId: string) =>
      value<string>("SELECT intent_id FROM payments WHERE order_id = ?", orderId);
    const [own, kept] = [await intentOf(ids.delivered), await intentOf(strange)];
    const before = new Set((await rows<{ id: string }>("SELECT id FROM stripe_events")).map((row) => row.id));
    for (const intent of [own, kept]) await stripe("POST", "/v1/refunds", { payment_intent: intent });
    await deliverWebhooks(true);
    const all = await rows<{ id: string; object_id: string; payload: string }>(
      "SELECT id, object_id, payload FROM stripe_events",
    );
    const late = all.filter((row) => !before.has(row.id));
    const payloads = (intent: string) =>
      late.filter((row) => row.object_id === intent).map((row) => JSON.parse(row.payload) as object);
    expect(payloads(own).length).toBeGreaterThan(0);
    for (const payload of payloads(own)) expect(Object.keys(payload)).toEqual(["id", "type", "erased"]);
    expect(payloads(kept).length).toBeGreaterThan(0);
    for (const payload of payloads(kept)) expect(payload).toHaveProperty("data.object.id");
  });

  it("has a cart that takes nothing any more, not even from a request that was let in before", async () => {
    const operation = { op: "set_email", email: EMAIL } as const;
    await expect(applyToCart(systemCtx(), { id: person.user.id }, operation)).rejects.toMatchObject({
      status: 401,
    });
    expect(await findPersonalData(TEXTS)).toEqual([]);
  });

  it("may register again with the same address, as somebody new", async () => {
    await register({ email: EMAIL });
    const again = await logInAgain();
    expect(again.user.id).not.toBe(person.user.id);
    expect(
      (await api<{ data: Order[] }>("GET", `${ME}/orders`, { headers: again.headers })).body.data,
    ).toEqual([]);
  });
});

describe("erasure", () => {
  it("leaves guest orders alone whose address the person never verified", async () => {
    const email = `${unique("guest")}@example.com`;
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], email);
    const order = (await placeOrder(cart)).body;
    await setStatus(order.id, "delivered");
    const user = await makeUser({ email, verified: false });
    expect((await api("DELETE", ME, { headers: user.headers })).status).toBe(204);
    const [row] = await rows(
      "SELECT email, customer_id, erase_requested_at FROM orders WHERE id = ?",
      order.id,
    );
    expect(row).toEqual({ email, customer_id: null, erase_requested_at: null });
  });

  it("takes the postal code out of the taxes and the explanation, too", async () => {
    const code = "QX8012";
    const rule = { name: "Local tax", country: "US", postal_pattern: code, rate_ppm: 100_000 };
    const more = {
      ...rule,
      name: "First tax",
      priority: 2,
      postal_pattern: "QX*",
      applies_to_shipping: true,
    };
    for (const body of [rule, more]) {
      const headers = await asStaff();
      expect((await api("POST", "/api/v1/tax/rates", { body, headers })).status).toBe(201);
    }
    const user = await makeUser({ verified: true });
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 2 }], user.email);
    const headers = { "X-Cart-Token": cart };
    await api("PUT", "/api/v1/cart/shipping-address", { body: { ...ADDRESS, postal_code: code }, headers });
    await api("PUT", "/api/v1/cart/shipping-option", { body: { id: STANDARD_US }, headers });
    const { id } = (await placeOrder(cart)).body;
    const read = async (path = "") =>
      (await api(`GET`, `/api/v1/orders/${id}${path}`, { headers: await asStaff() })).body;
    const before = (await read()) as unknown as Order;
    expect(before.tax_lines.map((line) => line.jurisdiction?.postal_pattern)).toEqual([code, "QX*"]);
    expect(JSON.stringify(await read("/explanation"))).toContain(code);
    await setStatus(id, "delivered");
    expect((await api("DELETE", ME, { headers: user.headers })).status).toBe(204);
    await eventsDelivered();
    // The rule itself, and that staff made it.
    expect(await findPersonalData([code])).toEqual(["DB.audit_log", "DB.tax_rules"]);
    const after = (await read()) as unknown as Order;
    const withoutCodes = (text: unknown) =>
      JSON.parse(
        JSON.stringify(text, (key, each: unknown) => (key === "postal_pattern" ? undefined : each)),
      ) as Order;
    const { tax_lines, shipping_taxes, line_items, totals } = withoutCodes(before);
    expect(after).toMatchObject({ tax_lines, shipping_taxes, line_items, totals });
    expect(JSON.stringify(after)).not.toContain("postal_pattern");
    expect(await read("/explanation")).toMatchObject({ totals, prices_include_tax: false, rules: [] });
  });

  it("takes the orders along that are being placed at the same time", async () => {
    const user = await makeUser();
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], "late@example.com");
    const order = (await placeOrder(cart)).body;
    expect((await api("DELETE", ME, { headers: user.headers })).status).toBe(204);
    // As if the request had been let in before the erasure and had written after it.
    await env.DB.prepare("UPDATE orders SET customer_id = ?, status = 'expired' WHERE id = ?")
      .bind(user.id, order.id)
      .run();
    await runErasureJob();
    expect(await value("SELECT email FROM orders WHERE id = ?", order.id)).toBe("erased@erased.invalid");
  });

  it("finds such an order however late it looks for it", async () => {
    const user = await makeUser();
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], "later@example.com");
    const order = (await placeOrder(cart)).body;
    expect((await api("DELETE", ME, { headers: user.headers })).status).toBe(204);
    await env.DB.prepare("UPDATE orders SET customer_id = ?, status = 'expired', created_at = ? WHERE id = ?")
      .bind(user.id, "2026-01-01T00:00:00.000Z", order.id)
      .run();
    await runErasureJob();
    expect(await value("SELECT email FROM orders WHERE id = ?", order.id)).toBe("erased@erased.invalid");
    const plan = await env.DB.prepare(
      `EXPLAIN QUERY PLAN UPDATE orders SET erase_requested_at = 'x'
       WHERE erase_requested_at IS NULL AND customer_id IN (SELECT id FROM users WHERE status = 'erased')`,
    ).all<{ detail: string }>();
    expect(plan.results.map((row) => row.detail).join()).toMatch(/SEARCH orders USING .*orders_not_to_erase/);
  });

  it("cannot be kept from happening by an account at the address that takes the old one's place", async () => {
    for (const email of ["erased-x@erased.invalid", "somebody@example.INVALID"]) {
      const body = { email, password: PASSWORD };
      expect(await api("POST", "/api/v1/auth/register", { body })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "#/email" }] },
      });
      const user = await makeUser();
      const change = await api("POST", "/api/v1/auth/email-change", {
        body: { email, password: user.password },
        headers: user.headers,
      });
      expect(change.status).toBe(422);
    }
    const [one, two] = [await makeUser(), await makeUser()];
    for (const { headers } of [one, two]) await api("DELETE", ME, { headers });
    const addresses = await rows<{ email: string }>(
      "SELECT email FROM users WHERE id IN (?, ?)",
      one.id,
      two.id,
    );
    expect(new Set(addresses.map((row) => row.email)).size).toBe(2);
    for (const { email } of addresses) {
      expect(email).toMatch(/^erased-[0-9a-f-]{36}@erased\.invalid$/);
      for (const { id } of [one, two]) expect(email).not.toContain(id);
    }
  });

  it("of two at once happens once", async () => {
    const user = await makeUser();
    const answers = await Promise.all([1, 2, 3, 4].map(() => api("DELETE", ME, { headers: user.headers })));
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses[0]).toBe(204);
    for (const status of statuses.slice(1)) expect([401, 409]).toContain(status);
    expect(await value("SELECT COUNT(*) FROM audit_log WHERE entity_id = ?", user.id)).toBe(1);
  });

  it("refuses the last active superuser, and erases nothing then", async () => {
    const first = await makeUser({ role: "superuser", firstName: "Root" });
    const second = await makeUser({ role: "superuser" });
    const answers = await Promise.all(
      [first, second].map((user) => api("DELETE", ME, { headers: user.headers })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: "user.last_superuser",
    });
    expect(await value("SELECT COUNT(*) FROM users WHERE role = 'superuser' AND status = 'active'")).toBe(1);
  });

  it("is for signed-in users: guests get 401, API keys 403", async () => {
    expect((await api("DELETE", ME)).status).toBe(401);
    expect((await api("DELETE", ME, { headers: await asStaff() })).status).toBe(403);
  });
});
