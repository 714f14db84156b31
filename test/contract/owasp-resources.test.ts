import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { routes } from "../../src/registry.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { PASSWORD, register } from "../support/account.ts";
import { api, asStaff, rows, value } from "../support/api.ts";
import { cronAfter } from "../support/doors.ts";
import { guestOrder } from "../support/orders.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

// OWASP API4:2023, Unrestricted Resource Consumption. OWASP API6:2023, Unrestricted Access to Sensitive Business Flows.

interface Operation {
  parameters?: { name: string; in: string }[];
}

const document = JSON.parse(JSON.stringify(openApiDocument(createApp()))) as {
  paths: Record<string, Record<string, Operation>>;
};

const NOTHING = "01900000-0000-7000-8000-00000000dead";
const at = (path: string) => path.replaceAll(/\{\w+\}/g, NOTHING);

let staff: Record<string, string>;
let user: TestUser;
beforeAll(async () => {
  staff = await asStaff();
  user = await makeUser({ role: "superuser" });
});

/** Whose credentials a route takes: some are for people alone. */
const callerOf = (kind: string | undefined) => (kind === "user" ? user.headers : staff);

describe("API4 unrestricted resource consumption", () => {
  /** What reads its body as it arrives has a limit of its own: test/modules/media.test.ts, transfers.test.ts. */
  const STREAMS = ["uploadMedia", "receiveMediaUpload", "createProductImport"];
  const writes = routes.filter(
    ({ method, operationId }) => method !== "get" && !STREAMS.includes(operationId),
  );

  it("no operation reads a body of any length", async () => {
    const text = JSON.stringify({ filler: "x".repeat(5 * 1024 * 1024) });
    for (const { method, path, access, operationId } of writes) {
      const headers = {
        ...callerOf(access?.kind),
        "Content-Type": "application/json",
        "Idempotency-Key": unique("key"),
      };
      const { status } = await api(method.toUpperCase(), at(path), { text, headers });
      expect(status, operationId).toBe(413);
    }
  });

  it.each([
    ["nested 100,000 deep", "[".repeat(100_000)],
    ["nested 30,000 deep and closed", `${'{"a":'.repeat(30_000)}1${"}".repeat(30_000)}`],
    ["with 20,000 members", `{${Array.from({ length: 20_000 }, (_, n) => `"m${n}":1`).join()}}`],
    ["with a name of 200,000 characters", `{"${"\u00e9".repeat(100_000)}":1}`],
    ["with a name that is half a character", '{"\\ud800":1}'],
    ["with a number of 100,000 digits", `{"quantity":${"9".repeat(100_000)}}`],
  ])("a body %s is refused soon", async (_, text) => {
    const started = performance.now();
    const answer = await api("POST", "/api/v1/cart/items", {
      text,
      headers: { "Content-Type": "application/json" },
    });
    expect([400, 422]).toContain(answer.status);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(JSON.stringify(answer.body).length).toBeLessThan(20_000);
  });

  it.each([
    ["of slashes", `/api/v1/${"/".repeat(60_000)}x`],
    ["of what looks like tokens", `/api/v1/${"eyJa-".repeat(12_000)}`],
    ["of what looks like addresses", `/api/v1/${"a@a.".repeat(3_500)}`],
    ["with a search for nothing but signs", `/api/v1/search?q=${"%22*%20".repeat(30)}`],
    ["with a cursor of 8,000 characters", `/api/v1/products?cursor=${"A".repeat(8_000)}`],
  ])("an address %s is answered as soon as any", async (_, path) => {
    const started = performance.now();
    expect((await api("GET", path)).status).toBeLessThan(500);
    // Looked at from each of their beginnings, the first three would take seconds.
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  const lists = Object.entries(document.paths).filter(([, methods]) =>
    methods["get"]?.parameters?.some(({ name, in: place }) => place === "query" && name === "limit"),
  );

  it("no list answers more than its largest page", async () => {
    expect(lists.length).toBeGreaterThan(20);
    for (const [path] of lists) {
      const access = routes.find((route) => route.path === path && route.method === "get")?.access;
      for (const limit of ["100000", "-1", "0"]) {
        const answer = await api("GET", `${at(path)}?limit=${limit}`, { headers: callerOf(access?.kind) });
        expect(answer.status, `${path}?limit=${limit}`).toBe(422);
      }
    }
  });

  it("a customer keeps no more than a hundred addresses", async () => {
    const { id, headers } = await makeUser();
    const line = {
      first_name: "A",
      last_name: "B",
      line1: "1 Way",
      city: "Boston",
      region: "MA",
      postal_code: "02110",
      country: "US",
    };
    const add = () => api("POST", "/api/v1/customers/me/addresses", { body: line, headers });
    expect((await add()).status).toBe(201);
    const [row] = await rows<Record<string, string>>("SELECT * FROM addresses WHERE customer_id = ?", id);
    const columns = Object.keys(row ?? {});
    await env.DB.batch(
      Array.from({ length: 99 }, () =>
        env.DB.prepare(
          `INSERT INTO addresses (${columns.join()}) VALUES (${columns.map(() => "?").join()})`,
        ).bind(
          ...columns.map((name) =>
            name === "id" ? crypto.randomUUID() : name.startsWith("is_") ? 0 : (row?.[name] ?? null),
          ),
        ),
      ),
    );
    expect((await add()).status).toBeGreaterThanOrEqual(409);
    expect(await value("SELECT COUNT(*) FROM addresses WHERE customer_id = ?", id)).toBe(100);
  });
});

describe("API6 unrestricted access to sensitive business flows", () => {
  it("an order is no place to try cards at: after twenty there is a wait", async () => {
    const { order, guest } = await guestOrder({ body: { payment_method: "pm_card_authenticationRequired" } });
    const pay = () =>
      api("POST", `/api/v1/orders/${order.id}/payments`, {
        body: { payment_method: "pm_card_chargeDeclined" },
        headers: guest,
      });
    const statuses: number[] = [];
    for (let card = 0; card < 20; card += 1) statuses.push((await pay()).status);
    expect(new Set(statuses)).toEqual(new Set([402]));
    const refused = await pay();
    expect(refused).toMatchObject({ status: 429, body: { code: "auth.too_many_attempts" } });
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  });

  it("saving payment methods is no place to try cards at either", async () => {
    const { headers } = await makeUser();
    const save = () =>
      api("POST", "/api/v1/customers/me/payment-methods", {
        body: { payment_method: "pm_card_chargeDeclined" },
        headers,
      });
    for (let card = 0; card < 20; card += 1) expect((await save()).status).toBe(402);
    expect(await save()).toMatchObject({ status: 429, body: { code: "auth.too_many_attempts" } });
  });

  it("stock that is held and not paid for comes back when the hold ends, however often paying is tried", async () => {
    const variant = await makeVariant({ stock: 3 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 3 }]), {});
    const { id, expires_at, access_token } = placed.body;
    const headers = { "X-Order-Token": access_token };
    await api("POST", `/api/v1/orders/${id}/payments`, {
      body: { payment_method: "pm_card_chargeDeclined" },
      headers,
    });
    expect((await api("GET", `/api/v1/orders/${id}`, { headers })).body["expires_at"]).toBe(expires_at);
    await cronAfter(40);
    const stock = await api("GET", `/api/v1/inventory/${variant.id}`, { headers: staff });
    expect(stock.body).toMatchObject({ on_hand: 3, reserved: 0, available: 3 });
  });

  it("a cart holds no stock", async () => {
    const variant = await makeVariant({ stock: 3 });
    await readyCart([{ variant, quantity: 3 }]);
    const stock = await api("GET", `/api/v1/inventory/${variant.id}`, { headers: staff });
    expect(stock.body).toMatchObject({ reserved: 0, available: 3 });
  });

  it.each([
    ["/api/v1/auth/password-reset", {}],
    ["/api/v1/auth/verify-email/resend", {}],
    ["/api/v1/auth/register", { password: PASSWORD }],
  ])("%s floods nobody's mailbox", async (path, more) => {
    const email = await register();
    const ask = () => api("POST", path, { body: { email, ...more } });
    const statuses: number[] = [];
    for (let time = 0; time < 5; time += 1) statuses.push((await ask()).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status < 300).length).toBeLessThanOrEqual(3);
  });
});
