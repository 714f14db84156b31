import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { findInMailbox, readMailbox } from "../../src/modules/notifications/mailbox.ts";
import { renderMail } from "../../src/modules/notifications/mail-templates.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import type { Mail } from "../../src/platform/mailer.ts";
import { jobs } from "../../src/registry.ts";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { api, eventsDelivered, rows } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { fillCart } from "../support/customer-cart.ts";
import { guestOrder, text } from "../support/orders.ts";
import { shopWith } from "../support/payments.ts";
import { makeVariant, readyCart, unique } from "../support/shop.ts";

afterEach(() => setClock(undefined));

/** What was sent to an address, the latest first, once the queue is through. */
async function mailsTo(address: string): Promise<Mail[]> {
  await eventsDelivered();
  const ctx = systemCtx();
  const own = (await readMailbox(ctx)).filter(({ to }) => to === address);
  const mails = await Promise.all(own.map(({ id }) => findInMailbox(ctx, id)));
  return mails.filter((mail) => mail !== undefined);
}

async function register(acceptLanguage?: string): Promise<string> {
  const email = `${unique("reader")}@example.com`;
  const answer = await api("POST", "/api/v1/auth/register", {
    body: { email, password: "correct horse battery", first_name: "Ada" },
    headers: {
      "CF-Connecting-IP": `10.7.0.${Math.floor(Math.random() * 250)}`,
      ...(acceptLanguage === undefined ? {} : { "Accept-Language": acceptLanguage }),
    },
  });
  expect(answer.status).toBe(201);
  return email;
}

describe("the language of a mail", () => {
  it.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de", "Guten Tag Ada,"],
    ["fr, en;q=0.5, de;q=0.4", "en", "Hello Ada,"],
    ["de;q=0, *", "en", "Hello Ada,"],
    [undefined, "en", "Hello Ada,"],
  ])("to who registers with %s is %s", async (header, lang, greeting) => {
    const [mail] = await mailsTo(await register(header));
    expect(mail?.html).toContain(`<html lang="${lang}">`);
    expect(mail?.text).toContain(greeting);
  });

  it("is what the customer chooses, until they take it back", async () => {
    const user = await makeUser({ firstName: "Ada" });
    const { headers } = user;
    const choose = async (locale: unknown) =>
      api("PATCH", "/api/v1/customers/me", { body: { locale }, headers });
    expect((await choose("de")).body).toMatchObject({ locale: "de" });
    expect((await choose("fr")).status).toBe(422);
    const current = { current_password: user.password };
    const change = async (password: string) => {
      const body = { ...current, new_password: password };
      const answer = await api("POST", "/api/v1/auth/password", { body, headers });
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
      current.current_password = password;
      await eventsDelivered();
    };
    await change("correct horse battery");
    const exported = await api("GET", "/api/v1/customers/me/export", { headers });
    expect(exported.body["profile"]).toMatchObject({ locale: "de" });
    expect((await choose(null)).body).not.toHaveProperty("locale");
    await change("another quite long one");
    const subjects = (await mailsTo(user.email)).map(({ subject }) => subject);
    expect(subjects).toEqual([
      expect.stringMatching(/^Your password at .* was changed$/),
      expect.stringMatching(/^Ihr Passwort bei .* wurde geändert$/),
    ]);
    expect(await rows("SELECT locale FROM notifications WHERE user_id = ? ORDER BY id", user.id)).toEqual([
      { locale: "de" },
      { locale: "en" },
    ]);
    await choose("de");
    expect((await api("DELETE", "/api/v1/customers/me", { headers })).status).toBeLessThan(300);
    expect(await rows("SELECT locale FROM customers WHERE id = ?", user.id)).toEqual([{ locale: null }]);
  });

  it("about a guest's order is that of the browser it was placed with", async () => {
    const email = `${unique("guest")}@example.com`;
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], email);
    const placed = await api<{ id: string; number: string }>("POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key"), "Accept-Language": "de" },
    });
    expect(placed.body).toMatchObject({ locale: "de" });
    const [mail] = await mailsTo(email);
    expect(mail?.subject).toMatch(`Ihre Bestellung ${placed.body.number} bei`);
    expect(mail?.text).toContain("Zwischensumme: 20,00\u00a0$");
    const plain = await guestOrder();
    expect(plain.order).not.toHaveProperty("locale");
  });

  it("about a customer's order is the one they chose before that of their browser; staff read the shop's own", async () => {
    const user = await makeUser();
    await api("PATCH", "/api/v1/customers/me", { body: { locale: "en" }, headers: user.headers });
    await fillCart(user.headers, await makeVariant());
    const german = { "Accept-Language": "de", "Idempotency-Key": unique("key") };
    const { body } = await api<{ id: string; number: string }>("POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: { ...user.headers, ...german },
    });
    expect((await mailsTo(user.email)).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(`^Your order ${body.number} at`),
    ]);
    const at = new Date().toISOString();
    const event = { id: unique("event"), occurred_at: at, payload: { payment_id: "p", order_id: body.id } };
    const shop = createCtx(
      shopWith({ SHOP_LOCALES: "de,en", STAFF_EMAILS: "one@shop.example,two@shop.example" }),
      { kind: "system", job: "test" },
      { waitUntil: () => undefined },
    );
    const mail = await renderMail(shop, "staff-authorization-lapsed-2", event);
    expect(mail).toMatchObject({ locale: "de", orderId: body.id, mail: { to: "two@shop.example" } });
    expect(mail?.mail.subject).toBe(`Die Autorisierung der Bestellung ${body.number} ist verfallen`);
    expect(await renderMail(shop, "staff-authorization-lapsed-3", event)).toBeUndefined();
  });
});

/** A shop with these addresses of staff, whose mails are shown; those to `down` fail until they are let through. */
function staffShop(down = new Set<string>(), settings: Record<string, string> = {}) {
  const addresses = [1, 2, 3].map(() => `${unique("desk")}@shop.example`);
  const mails: Mail[] = [];
  const bindings: Env = {
    ...shopWith({ STAFF_EMAILS: addresses.join(","), ...settings }),
    EMAIL: {
      send: (sent: unknown) => {
        const mail = sent as Mail;
        if (down.has(mail.to)) return Promise.reject(new Error("the service is down"));
        mails.push(mail);
        return Promise.resolve({ messageId: "shown" });
      },
    },
  };
  const ctx = () => createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined });
  const run = async (name: string) => {
    const job = jobs.find((each) => each.name === `notifications.${name}`);
    if (!job) throw new Error(`there is no job ${name}`);
    return job.run(ctx());
  };
  return { addresses, mails, run, ctx };
}

const at = (iso: string) => setClock(() => new Date(iso));

describe("reports to staff", () => {
  it("of low stock come once a day to each address, while something is low", async () => {
    const variant = await makeVariant({ stock: 3, name: "Stone mug" });
    const { addresses, mails, run } = staffShop();
    const mark = (threshold: number) =>
      env.DB.prepare("UPDATE product_variants SET low_stock_threshold = ?, is_low = ? WHERE id = ?")
        .bind(threshold, threshold > 3 ? 1 : 0, variant.id)
        .run();
    await mark(0);
    at("2026-05-04T05:40:00.000Z");
    expect(await run("low-stock-digest")).toBe("0 addresses told");
    await mark(5);
    await run("low-stock-digest");
    await Promise.all([run("low-stock-digest"), run("low-stock-digest")]);
    expect(mails.map(({ to }) => to).sort()).toEqual([...addresses].sort());
    expect(mails[0]?.text).toContain(`${variant.sku}, Stone mug: 3 (threshold 5)`);
    at("2026-05-05T05:40:00.000Z");
    await run("low-stock-digest");
    expect(mails).toHaveLength(6);
    await mark(0);
  });

  it("that broke off half-way reach the others at once, and the rest later, none twice", async () => {
    const down = new Set<string>();
    const { addresses, mails, run } = staffShop(down);
    down.add(addresses[0] ?? "");
    at("2026-05-04T06:00:00.000Z");
    await expect(run("daily-report")).rejects.toThrow();
    expect(mails.map(({ to }) => to)).toEqual(addresses.slice(1));
    down.clear();
    // The kernel tries again; by then it is after midnight.
    at("2026-05-05T00:10:00.000Z");
    await run("daily-report");
    await run("daily-report");
    expect(mails.map(({ to }) => to)).toEqual([...addresses.slice(1), addresses[0]]);
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(1);
    expect(mails[0]?.subject).toContain("3 May 2026");
  });

  it("tell what was sold on the days of the shop's time zone, of a day and of a week", async () => {
    const day = "2026-04-30";
    await env.DB.prepare("DELETE FROM notifications WHERE template LIKE '%-report'").run();
    const { mails, run } = staffShop(new Set(), { SHOP_TIME_ZONE: "Pacific/Auckland" });
    // In Auckland it is Friday, 1 May, 18:00.
    at("2026-05-01T06:00:00.000Z");
    await run("daily-report");
    expect(mails[0]?.subject).toContain("30 April 2026");
    expect(mails[0]?.text).toMatch(/Nothing was sold|In USD/);
    mails.length = 0;
    at("2026-05-04T12:00:00.000Z");
    await run("weekly-report");
    await run("weekly-report");
    expect(mails).toHaveLength(3);
    expect(mails[0]?.subject).toContain("from 27 April 2026 to 3 May 2026");
    const [row] = await rows<{ payload: string; event_id: string }>(
      "SELECT payload, event_id FROM notifications WHERE template = 'daily-report' ORDER BY id LIMIT 1",
    );
    expect(JSON.parse(row?.payload ?? "{}")).toEqual({ from: day, to: day });
  });

  it("of a day that come many hours late are still for that day, though the shop's next has begun", async () => {
    await env.DB.prepare("DELETE FROM notifications WHERE template = 'daily-report'").run();
    const { mails, run } = staffShop(new Set(), { SHOP_TIME_ZONE: "Asia/Tokyo" });
    // In Tokyo it is 11 May, 07:00; due was the report at 15:00 on the 10th.
    at("2026-05-10T22:00:00.000Z");
    await run("daily-report");
    expect(mails[0]?.subject).toContain("9 May 2026");
    at("2026-05-11T06:00:00.000Z");
    await run("daily-report");
    expect(mails.map(({ subject }) => subject).filter((each) => each.includes("10 May 2026"))).toHaveLength(
      3,
    );
  });

  it("of troubles come when there are some, and can be made again from the record", async () => {
    const { addresses, mails, run, ctx } = staffShop();
    await env.DB.batch([
      env.DB.prepare("UPDATE alerts SET resolved_at = '2026-01-01T00:00:00.000Z' WHERE resolved_at IS NULL"),
      env.DB.prepare(
        "UPDATE dead_letters SET status = 'discarded', closed_at = '2026-01-01T00:00:00.000Z' WHERE status = 'open'",
      ),
      env.DB.prepare("UPDATE jobs SET failures = 0, failing_since = NULL"),
    ]);
    at("2026-05-04T05:30:00.000Z");
    expect(await run("ops-digest")).toBe("0 addresses told");
    await env.DB.prepare(
      "INSERT INTO alerts (id, code, entity, entity_id, details, created_at) VALUES (?, 'test.trouble', 'order', ?, '{}', '2026-05-03T10:00:00.000Z')",
    )
      .bind(unique("alert"), unique("order"))
      .run();
    await run("ops-digest");
    expect(mails.map(({ to }) => to)).toEqual(addresses);
    expect(mails[0]?.text).toContain("One open alert:\n\ntest.trouble: once, since 3 May 2026 at 10:00 UTC");
    const [row] = await rows<{ event_id: string; payload: string; occurred_at: string }>(
      "SELECT event_id, payload, occurred_at FROM notifications WHERE recipient = ?",
      addresses[1],
    );
    const again = await renderMail(ctx(), "ops-digest", {
      id: row?.event_id ?? "",
      payload: JSON.parse(row?.payload ?? "null"),
      occurred_at: row?.occurred_at ?? "",
    });
    expect(mails[1]).toMatchObject(again?.mail ?? {});
  });
});

describe("previews", () => {
  const PREVIEW = "/api/v1/ops/mail-preview";

  it("list every template, and show each sample in each language as page, HTML and text", async () => {
    const list = await text(PREVIEW);
    expect(list.status).toBe(200);
    expect(list.text).toContain(`href="${PREVIEW}/order-confirmation?locale=de&amp;sample=0"`);
    expect(list.text).toContain('href="/api/v1/ops/mailbox"');
    const policy = list.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(policy).not.toContain("unsafe");
    const links = [...list.text.matchAll(/href="([^"]*locale=de[^"]*)"/g)].map(([, url = ""]) =>
      url.replaceAll("&amp;", "&"),
    );
    expect(links.length).toBeGreaterThan(35);
    for (const url of links.slice(0, 3)) {
      const page = await text(url);
      expect(page.status).toBe(200);
      expect(page.text).toContain(`src="${url.replaceAll("&", "&amp;")}&amp;part=html"`);
      const part = await text(`${url}&part=html`);
      expect(part.text).toContain('<html lang="de">');
      expect(part.headers.get("Content-Security-Policy")).toMatch(/default-src 'none'.*sandbox/);
      expect((await text(`${url}&part=text`)).headers.get("Content-Type")).toBe("text/plain; charset=UTF-8");
    }
    expect((await text(`${PREVIEW}/nonsense`)).status).toBe(404);
    expect((await text(`${PREVIEW}/welcome?sample=99`)).status).toBe(404);
    expect((await text(`${PREVIEW}/welcome?locale=xx`)).status).toBe(422);
  });

  it("are nowhere to be found where the shop is deployed", async () => {
    for (const path of [PREVIEW, `${PREVIEW}/welcome`]) {
      const shop = shopWith({ ENVIRONMENT: "production", PASSWORD_COST: "14" });
      expect((await callWith(shop, "GET", path)).status, path).toBe(404);
    }
  });
});
