import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { api, eventsDelivered, rows } from "../support/api.ts";
import { makeVariant, NEW_YORK, placeOrder, readyCart, unique } from "../support/shop.ts";

const ME = "/api/v1/customers/me";

describe("the export", () => {
  it("holds everything about the person, and no secret", async () => {
    const email = `${unique("export")}@example.com`;
    const user = await makeUser({ email, firstName: "Grace", lastName: "Hopper" });
    const { headers } = user;
    await api("POST", `${ME}/addresses`, { body: NEW_YORK, headers });
    const variant = await makeVariant();
    await api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id, quantity: 3 }, headers });
    const cart = await readyCart([{ variant, quantity: 1 }], email);
    const order = (await placeOrder(cart)).body;
    await env.DB.prepare("UPDATE orders SET customer_id = ? WHERE id = ?").bind(user.id, order.id).run();
    await eventsDelivered();
    const answer = await api<Record<string, unknown>>("GET", `${ME}/export`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="personal-data.json"');
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(answer.body).toMatchObject({
      account: { id: user.id, email, first_name: "Grace", last_name: "Hopper", role: "customer" },
      profile: { phone: null, accepts_marketing: false },
      second_factor: null,
      sessions: [{ id: user.sessionId, kind: "token" }],
      known_devices: [],
      email_changes: [],
      links_sent: [],
      api_keys: [],
      addresses: [{ line1: NEW_YORK.line1 }],
      cart: { items: [{ sku: variant.sku, quantity: 3 }] },
      orders: [{ id: order.id, payments: [{ status: "succeeded" }], line_items: [{ sku: variant.sku }] }],
      mails: [{ template: "order-confirmation", recipient: email, status: "sent" }],
    });
    const log = answer.body["audit_log"] as { action: string; by_you: boolean }[];
    expect(log).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: "customer.add_address", by_you: true })]),
    );
    expect(log.map((entry) => entry.action)).toContain("order.place");
    const [secrets] = await rows<{ password_hash: string }>(
      "SELECT password_hash FROM users WHERE id = ?",
      user.id,
    );
    const text = JSON.stringify(answer.body);
    expect(text).not.toContain(secrets?.password_hash);
    expect(text).not.toMatch(/password_hash|secret_hash|device_hash|client_secret|"secret"/);
  });

  it("reads long histories to their end", async () => {
    const user = await makeUser();
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }]);
    const order = (await placeOrder(cart)).body;
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
       INSERT INTO orders (id, number, status, currency, email, customer_id, cart_id, cart_generation, shipping_address, subtotal, discount,
         shipping, tax, total, placed_at, created_at, updated_at)
       SELECT id || '-' || i, number || '-' || i, 'completed', currency, email, ?, cart_id, i, shipping_address, subtotal, discount,
         shipping, tax, total, placed_at, created_at, updated_at FROM orders, n WHERE id = ?`,
    )
      .bind(user.id, order.id)
      .run();
    const { body } = await api<{ orders: { id: string }[] }>("GET", `${ME}/export`, {
      headers: user.headers,
    });
    expect(new Set(body.orders.map((item) => item.id)).size).toBe(250);
    expect(body.orders).toHaveLength(250);
  });

  it("shows nobody else's data", async () => {
    const other = await makeUser({ firstName: "Secretive" });
    const answer = await api("GET", `${ME}/export`, { headers: (await makeUser()).headers });
    expect(JSON.stringify(answer.body)).not.toContain(other.email);
    expect((await api("GET", `${ME}/export`)).status).toBe(401);
  });
});
