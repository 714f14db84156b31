import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { routes } from "../../src/registry.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { cronAfter } from "../support/doors.ts";
import {
  deliver,
  makeVariant,
  placeOrder,
  readyCart,
  stripe,
  takeWebhooks,
  type TestVariant,
  unique,
} from "../support/shop.ts";

let variant: TestVariant;
let boss: TestUser;
let open: { id: string; token: string; intent: string };

const ORIGIN = "http://localhost:3000";
const OPEN = /^\/api\/v1\/(ops\/|auth\/(?!register)|notifications\/unsubscribe)/;

async function maintenance(enabled: boolean): Promise<Answer> {
  const body = { enabled, message: "Back at noon.", retry_after: 1_800, reason: "A test" };
  return api("PUT", "/api/v1/ops/flags/maintenance", { body, headers: boss.headers });
}

beforeAll(async () => {
  boss = await makeUser({ role: "superuser" });
  variant = await makeVariant({ stock: 50 });
  const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
  const { id, access_token: token } = placed.body;
  const [row] = await rows<{ intent_id: string }>("SELECT intent_id FROM payments WHERE order_id = ?", id);
  open = { id, token, intent: row?.intent_id ?? "" };
  await eventsDelivered();
  expect((await maintenance(true)).status).toBe(200);
});

afterAll(async () => {
  await maintenance(false);
});

describe("during maintenance", () => {
  it("every request that changes something is 503 with Retry-After, whoever asks, and changes nothing", async () => {
    const before = await value("SELECT COUNT(*) FROM audit_log");
    const unsafe = routes.filter(({ method, path, access }) => {
      return method !== "get" && access?.kind !== "signature" && !OPEN.test(path);
    });
    expect(unsafe.length).toBeGreaterThan(100);
    for (const { method, path, operationId } of unsafe) {
      const url = path.replaceAll(/\{\w+\}/g, "01900000-0000-7000-8000-00000000dead");
      const answer = await api(method.toUpperCase(), url, { body: {}, headers: boss.headers });
      expect(answer, operationId).toMatchObject({
        status: 503,
        body: { code: "service.maintenance", detail: "Back at noon.", retry_after: 1_800 },
      });
      expect(answer.headers.get("Retry-After")).toBe("1800");
    }
    expect(await value("SELECT COUNT(*) FROM audit_log")).toBe(before);
    forgetIsolateMemory();
    expect((await api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id } })).status).toBe(503);
  });

  it("reads go on: the catalog, carts, orders, staff's lists", async () => {
    const reads: [string, Record<string, string>][] = [
      ["/health", {}],
      ["/api/v1/products", {}],
      [`/api/v1/products/${variant.product_id}`, {}],
      ["/api/v1/cart", {}],
      [`/api/v1/orders/${open.id}`, { "X-Order-Token": open.token }],
      ["/api/v1/orders", boss.headers],
      ["/api/v1/ops/jobs", boss.headers],
    ];
    for (const [path, headers] of reads) expect((await api("GET", path, { headers })).status, path).toBe(200);
  });

  it("a storefront of another origin can read the answer, and ask whether it may send", async () => {
    const headers = { Origin: ORIGIN };
    const refused = await api("POST", "/api/v1/cart/items", { headers, body: { variant_id: variant.id } });
    expect([refused.status, refused.headers.get("Content-Type")]).toEqual([503, "application/problem+json"]);
    expect(refused.headers.get("Access-Control-Allow-Origin")).toBe(ORIGIN);
    expect(refused.headers.get("Access-Control-Expose-Headers")).toContain("Retry-After");
    const asked = { ...headers, "Access-Control-Request-Method": "POST" };
    expect((await api("OPTIONS", "/api/v1/cart/items", { headers: asked })).status).toBe(204);
    expect((await api("HEAD", "/api/v1/cart")).status).toBe(200);
  });

  it("staff can log in and out, and run a job", async () => {
    const login = await api<{ access_token: string; refresh_token: string }>("POST", "/api/v1/auth/login", {
      body: { email: boss.email, password: boss.password },
    });
    expect(login.status).toBe(200);
    const headers = { Authorization: `Bearer ${login.body.access_token}` };
    expect((await api("POST", "/api/v1/ops/jobs/audit.seal/run", { headers })).status).toBe(200);
    const proof = { headers, body: { password: boss.password } };
    expect((await api("POST", "/api/v1/auth/step-up", proof)).status).toBeLessThan(300);
    const renewed = { body: { refresh_token: login.body.refresh_token } };
    expect((await api("POST", "/api/v1/auth/refresh", renewed)).status).toBe(200);
    expect((await api("POST", "/api/v1/auth/logout", { headers })).status).toBeLessThan(300);
  });

  it("money that was on its way arrives: Stripe's webhooks, events and jobs go on", async () => {
    await stripe("POST", `/v1/payment_intents/${open.intent}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com",
    });
    const deliveries = await takeWebhooks();
    expect(deliveries).not.toEqual([]);
    for (const delivery of deliveries) expect((await deliver(delivery)).status).toBe(204);
    await eventsDelivered();
    expect(await value("SELECT status FROM orders WHERE id = ?", open.id)).toBe("confirmed");
    await cronAfter(1);
    expect(await value("SELECT last_error FROM jobs WHERE name = 'checkout.expire-orders'")).toBeNull();
  });

  it("ends by the flag, at once for whoever ended it", async () => {
    expect((await maintenance(false)).status).toBe(200);
    const cart = await readyCart([{ variant, quantity: 1 }]);
    expect((await placeOrder(cart, { payment_method: "pm_card_visa" }, unique("key"))).status).toBe(201);
    expect(
      (await api("GET", "/api/v1/ops/flags/maintenance", { headers: await asStaff() })).body,
    ).toMatchObject({
      enabled: false,
      version: 2,
    });
  });
});
