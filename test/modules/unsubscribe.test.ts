import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { renderMail } from "../../src/modules/notifications/mail-templates.ts";
import { sendOnce } from "../../src/modules/notifications/send-once.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { signToken } from "../../src/platform/tokens.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import { customerCart } from "../support/customer-cart.ts";
import { mailCtx, recordsOf, send, takenFor } from "../support/mails.ts";
import { makeVariant, unique } from "../support/shop.ts";
import { visit } from "../support/visit.ts";

async function reader(): Promise<TestUser> {
  const user = await makeUser();
  await env.DB.prepare("UPDATE customers SET accepts_marketing = 1 WHERE id = ?").bind(user.id).run();
  return user;
}

/** Sends news, and hands back the path of the link in the mail's List-Unsubscribe. */
async function newsLink(to: string, userId?: string): Promise<string> {
  await send(mailCtx(), to, { category: "marketing", userId });
  const headers = (await takenFor(to)).at(-1)?.mail.headers ?? {};
  expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const [, url = ""] = /^<(.+)>$/.exec(headers["List-Unsubscribe"] ?? "") ?? [];
  const { pathname, search } = new URL(url);
  return pathname + search;
}

const accepts = (user: TestUser) => value("SELECT accepts_marketing FROM customers WHERE id = ?", user.id);

async function newsTo(to: string) {
  const [record] = await recordsOf(await send(mailCtx(), to, { category: "marketing" }));
  return record?.status;
}

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return visit(`http://shop.test${path}`, init);
}

const oneClick = (path: string) =>
  call(path, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });

describe("the link to unsubscribe", () => {
  it("is in no mail that is part of business", async () => {
    const { email } = await reader();
    await send(mailCtx(), email);
    expect((await takenFor(email))[0]?.mail.headers).toBeUndefined();
  });

  it("names no address, and is the same in every mail to the same reader", async () => {
    const user = await reader();
    const link = await newsLink(user.email, user.id);
    expect(await newsLink(user.email, user.id)).toBe(link);
    const [, claims = ""] = link.split(".");
    expect(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))).not.toContain(user.email.split("@")[0]);
  });

  it("stands in the mail about an abandoned cart, the same as in its header", async () => {
    const user = await reader();
    const variant_id = (await makeVariant()).id;
    await customerCart(user.headers, "POST", "/items", { variant_id, quantity: 1 });
    const cart_generation = (await env.CART.getByName(user.id).read())?.generation ?? 0;
    setClock(() => new Date(Date.now() + 25 * 60 * 60 * 1000));
    const ctx = mailCtx();
    setClock(undefined);
    const event = { id: unique("event"), payload: { cart_id: user.id, cart_generation }, occurred_at: "" };
    const made = await renderMail(ctx, "abandoned-cart", event);
    if (!made) throw new Error("there is no such mail");
    const { mail, ...key } = made;
    await sendOnce(ctx, key, mail);
    const [taken] = await takenFor(user.email);
    const link = taken?.mail.headers?.["List-Unsubscribe"]?.slice(1, -1) ?? "none";
    expect(mail.text).toContain(link);
    expect(mail.html).toContain(link);
    expect((await oneClick(link.slice(link.indexOf("/api/")))).status).toBe(200);
    expect(await accepts(user)).toBe(0);
  });

  it("only asks when it is opened, as programs do that look through mails, in the reader's language", async () => {
    const user = await reader();
    const link = await newsLink(user.email, user.id);
    const page = await call(link, { headers: { "Accept-Language": "de-AT,en;q=0.5" } });
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Security-Policy")).toContain("form-action 'self'");
    const text = await page.text();
    expect(text).toContain('<html lang="de">');
    expect(text).toContain("Keine Neuigkeiten mehr");
    expect(await accepts(user)).toBe(1);
    expect(await newsTo(user.email)).toBe("sent");
  });

  it("works with one click, without a login, as often as it comes: in the profile and for the address", async () => {
    const user = await reader();
    const link = await newsLink(user.email, user.id);
    const answers = await Promise.all([oneClick(link), oneClick(link), oneClick(link)]);
    expect(answers.map((answer) => answer.status).filter((status) => status !== 409)).toContain(200);
    expect(await (await oneClick(link)).text()).toContain("You get no more news from Edge Goods");
    expect(await accepts(user)).toBe(0);
    expect(await newsTo(user.email)).toBe("suppressed");
    const audited = await rows(
      "SELECT actor_kind, after FROM audit_log WHERE action = 'customer.unsubscribe' AND entity_id = ?",
      user.id,
    );
    expect(audited.length).toBeGreaterThan(0);
    expect(audited[0]).toEqual({ actor_kind: "guest", after: '{"fields":["accepts_marketing"]}' });
  });

  it("works as JSON, and for an address without an account", async () => {
    const to = `${unique("reader")}@example.com`;
    const token = new URLSearchParams((await newsLink(to)).split("?")[1]).get("token");
    const answer = await api("POST", "/api/v1/notifications/unsubscribe", { body: { token } });
    expect(answer.status).toBe(204);
    expect(await newsTo(to)).toBe("suppressed");
    expect(
      await rows(
        "SELECT reason, source FROM mail_suppressions WHERE masked = 'r***@example.com' ORDER BY id DESC LIMIT 1",
      ),
    ).toEqual([{ reason: "unsubscribed", source: "recipient" }]);
  });

  it("is refused when it is not genuine, or was made for something else", async () => {
    const user = await reader();
    const other = await signToken(systemCtx(), "order", user.id);
    for (const token of ["", "nonsense", other]) {
      const path = `/api/v1/notifications/unsubscribe?token=${token}`;
      expect((await call(path)).status).toBe(422);
      expect((await oneClick(path)).status).toBe(422);
      const answer = await api("POST", "/api/v1/notifications/unsubscribe", { body: { token } });
      expect(answer).toMatchObject({ status: 422, body: { code: "notification.unsubscribe_link_invalid" } });
    }
    const broken = await api("POST", "/api/v1/notifications/unsubscribe", {
      text: "{",
      headers: { "Content-Type": "application/json" },
    });
    expect(broken).toMatchObject({ status: 400, body: { code: "request.malformed" } });
    expect(await accepts(user)).toBe(1);
  });

  it("is taken back by asking for news in the profile", async () => {
    const user = await reader();
    await oneClick(await newsLink(user.email, user.id));
    expect(await newsTo(user.email)).toBe("suppressed");
    const patch = await api("PATCH", "/api/v1/customers/me", {
      body: { accepts_marketing: true },
      headers: user.headers,
    });
    expect(patch.status).toBe(200);
    await eventsDelivered();
    expect(await newsTo(user.email)).toBe("sent");
  });
});
