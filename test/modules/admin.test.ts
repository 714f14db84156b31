import { beforeAll, describe, expect, it } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, rows } from "../support/api.ts";
import { makeVariant } from "../support/shop.ts";

type Counts = Record<string, number>;

async function attention(headers?: Record<string, string>): Promise<Counts> {
  const answer = await api<Counts>("GET", "/api/v1/admin/attention", {
    headers: headers ?? (await asStaff()),
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

describe("what waits for staff", () => {
  beforeAll(async () => {
    await makeVariant({ stock: 2 });
  });

  it("is counted, and what is for operators is told to them alone", async () => {
    const before = await attention();
    const variant = await makeVariant({ stock: 50 });
    await rows("UPDATE product_variants SET is_low = 1, low_stock_threshold = 60 WHERE id = ?", variant.id);
    await rows(
      `INSERT INTO alerts (id, code, entity, entity_id, details, created_at)
       VALUES ('alert-1', 'payment.unknown', 'payment', 'pi_1', '{}', '2026-01-01T00:00:00.000Z')`,
    );
    await rows(
      `INSERT INTO jobs (name, lease_until, failing_since) VALUES ('test.job', NULL, '2026-01-01T00:00:00.000Z')`,
    );
    const after = await attention();
    expect(after).toEqual({
      ...before,
      low_stock: Number(before["low_stock"]) + 1,
      reconciliation_findings: Number(before["reconciliation_findings"]) + 1,
      jobs_failing: Number(before["jobs_failing"]) + 1,
    });
    const staff = await attention((await makeUser({ role: "staff" })).headers);
    expect(staff).toHaveProperty("low_stock", after["low_stock"]);
    expect(Object.keys(staff)).not.toContain("jobs_failing");
    expect(
      (await api("GET", "/api/v1/admin/attention", { headers: (await makeUser()).headers })).status,
    ).toBe(403);
  });

  it("is in the list of mails as it is counted: those of a week that failed or bounced", async () => {
    const weekAgo = new Date(Date.now() - 604_800_000).toISOString();
    const shown = async () => {
      const query = `?undelivered_since=${weekAgo}&limit=100`;
      const headers = await asStaff();
      return (await api<{ data: { id: string }[] }>("GET", `/api/v1/notifications${query}`, { headers }))
        .body;
    };
    const before = { count: Number((await attention())["mails_failed"]), data: (await shown()).data };
    const mail = (number: number) => `01a20000-0000-7000-8000-00000000000${number}`;
    const mails = [
      ["failed", mail(1), new Date().toISOString()],
      ["bounced", mail(2), new Date().toISOString()],
      ["failed", mail(3), "2026-01-01T00:00:00.000Z"],
      ["sent", mail(4), new Date().toISOString()],
    ] as const;
    for (const [status, id, at] of mails)
      await rows(
        `INSERT INTO notifications (id, event_id, template, channel, category, recipient, subject, status, attempts, created_at)
         VALUES (?, ?, 'test', 'email', 'staff', 'a@b.example', 'Test', ?, 1, ?)`,
        id,
        id,
        status,
        at,
      );
    const { data } = await shown();
    expect(data.map(({ id }) => id)).toEqual([mail(2), mail(1), ...before.data.map(({ id }) => id)]);
    expect((await attention())["mails_failed"]).toBe(before.count + 2);
  });
});

describe("the settings", () => {
  it("are shown as they are in force, without a secret", async () => {
    const { status, body } = await api<{ data: { name: string; value: string; description: string }[] }>(
      "GET",
      "/api/v1/admin/settings",
      { headers: await asStaff() },
    );
    expect(status).toBe(200);
    const values = Object.fromEntries(body.data.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      SHOP_CURRENCIES: "USD, EUR",
      GUEST_CHECKOUT: "on",
      RATE_LIMITS: "auth 3000/60 s, write 1000000/60 s, read 1000000/60 s",
      RETURN_DAYS: "30",
    });
    expect(Object.keys(values).filter((name) => /SECRET|KEY|TOKEN/.test(name))).toEqual([]);
    expect(JSON.stringify(body)).not.toMatch(/sk_test|whsec|metrics-token/);
    const admin = (await makeUser({ role: "admin" })).headers;
    expect((await api("GET", "/api/v1/admin/settings", { headers: admin })).status).toBe(403);
  });
});

describe("what a storefront has to know", () => {
  it("is told to everybody, from the settings and the shipping zones", async () => {
    const { status, body, headers } = await api("GET", "/api/v1/shop");
    expect(status).toBe(200);
    expect(headers.get("Cache-Control")).toBe("public, max-age=60");
    expect(body).toMatchObject({
      name: "Edge Goods",
      currencies: ["USD", "EUR"],
      guest_checkout: true,
      payments: { provider: "stripe", publishable_key: "pk_test_emulator_0123456789abcdef" },
    });
    expect(body["countries"]).toEqual(expect.arrayContaining(["DE", "US"]));
    await rows("UPDATE shipping_rates SET active = 0");
    expect((await api("GET", "/api/v1/shop")).body["countries"]).toEqual([]);
    await rows("UPDATE shipping_rates SET active = 1");
  });
});
