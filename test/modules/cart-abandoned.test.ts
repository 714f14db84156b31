import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { tellAbandoned } from "../../src/modules/cart/index.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { mailsTo } from "../support/account-links.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { api, eventsDelivered, rows } from "../support/api.ts";
import { customerCart, fillCart, orderAs } from "../support/customer-cart.ts";
import { writtenMail } from "../support/written-mails.ts";
import { makeVariant } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const HOUR = 60 * 60 * 1000;

afterEach(() => setClock(undefined));

/** Lets the cart's object wake up by its alarm in that many hours from now, and the events be delivered then. */
async function alarmIn(cartId: string, hours: number): Promise<void> {
  const at = Date.now() + hours * HOUR;
  setClock(() => new Date(at));
  const object = env.CART.getByName(cartId);
  await evictDurableObject(object);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  await eventsDelivered();
}

function alarmOf(cartId: string): Promise<number | null> {
  return runInDurableObject(env.CART.getByName(cartId), (_, { storage }) => storage.getAlarm());
}

/** The fillings of the cart of which was told that they are abandoned. */
function told(cartId: string) {
  return rows<{ payload: string }>(
    "SELECT payload FROM outbox WHERE type = 'cart.abandoned' AND payload ->> '$.cart_id' = ?",
    cartId,
  );
}

async function customer(options: { news?: boolean; verified?: boolean } = {}): Promise<TestUser> {
  const user = await makeUser({ firstName: "Ada", verified: options.verified ?? true });
  await env.DB.prepare("UPDATE customers SET accepts_marketing = ? WHERE id = ?")
    .bind(options.news === false ? 0 : 1, user.id)
    .run();
  return user;
}

async function fill(user: TestUser, quantity = 2) {
  const answer = await customerCart(user.headers, "POST", "/items", {
    variant_id: (await makeVariant({ name: "Stone mug" })).id,
    quantity,
  });
  expect(answer.status).toBe(201);
}

describe("a cart that is left alone with something in it", () => {
  it("is told of once after a day, and then lives on until its 30 days end", async () => {
    const shopper = new Shopper();
    const { id } = (await shopper.add(await makeVariant(), 2)).body;
    const start = Date.now();
    const due = (await alarmOf(id)) ?? 0;
    expect(Math.abs(due - start - 24 * HOUR)).toBeLessThan(60_000);
    await alarmIn(id, 25);
    expect(await told(id)).toHaveLength(1);
    const end = (await alarmOf(id)) ?? 0;
    expect(Math.abs(end - start - 30 * 24 * HOUR)).toBeLessThan(60_000);
    await alarmIn(id, 26);
    expect(await told(id)).toHaveLength(1);
    expect((await shopper.cart()).items).toHaveLength(1);
    await alarmIn(id, 31 * 24);
    expect((await shopper.cart()).items).toEqual([]);
    expect(await told(id)).toHaveLength(1);
  });

  it("keeps its version and its life when it is told of", async () => {
    const shopper = new Shopper();
    const { id } = (await shopper.add(await makeVariant(), 2)).body;
    const before = await shopper.cart();
    await alarmIn(id, 25);
    expect(await shopper.cart()).toEqual(before);
  });

  it("is not told of when it was touched in between, until a day after that", async () => {
    const shopper = new Shopper();
    const { id } = (await shopper.add(await makeVariant(), 2)).body;
    setClock(() => new Date(Date.now() + 20 * HOUR));
    await evictDurableObject(env.CART.getByName(id));
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    await alarmIn(id, 25);
    expect(await told(id)).toEqual([]);
    await alarmIn(id, 45);
    expect(await told(id)).toHaveLength(1);
  });

  it("is not touched by being looked at", async () => {
    const shopper = new Shopper();
    const { id } = (await shopper.add(await makeVariant(), 2)).body;
    setClock(() => new Date(Date.now() + 20 * HOUR));
    await evictDurableObject(env.CART.getByName(id));
    expect((await shopper.call("GET", "?refresh=true")).status).toBe(200);
    await alarmIn(id, 25);
    expect(await told(id)).toHaveLength(1);
  });

  it("is told of once when the object died after telling and before making a note of it", async () => {
    const shopper = new Shopper();
    const { id } = (await shopper.add(await makeVariant(), 2)).body;
    const state = await env.CART.getByName(id).read();
    const ctx = systemCtx();
    const tell = () => tellAbandoned(ctx, { id, generation: state?.generation ?? 0 });
    await Promise.all([tell(), tell(), tell()]);
    await alarmIn(id, 25);
    await alarmIn(id, 26);
    expect(await told(id)).toHaveLength(1);
  });

  it("that is empty, or only has a contact, is not told of", async () => {
    const shopper = new Shopper();
    const { id } = (await shopper.add(await makeVariant(), 2)).body;
    await shopper.call("DELETE", "");
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    await alarmIn(id, 25);
    expect(await told(id)).toEqual([]);
  });

  it("is told of again in its next filling, after an order", async () => {
    const user = await customer({ news: false });
    await fill(user);
    await alarmIn(user.id, 25);
    expect(await told(user.id)).toHaveLength(1);
    setClock(undefined);
    await evictDurableObject(env.CART.getByName(user.id));
    await fillCart(user.headers, await makeVariant());
    expect((await orderAs(user.headers)).status).toBe(201);
    await fill(user);
    await alarmIn(user.id, 25);
    const generations = (await told(user.id)).map(
      (row) => (JSON.parse(row.payload) as { cart_generation: number }).cart_generation,
    );
    expect(new Set(generations).size).toBe(2);
  });

  it("is looked after again later when the database could not be reached", async () => {
    const shopper = new Shopper();
    const { id } = (await shopper.add(await makeVariant(), 2)).body;
    await env.DB.prepare("ALTER TABLE outbox RENAME TO outbox_away").run();
    try {
      const at = Date.now() + 25 * HOUR;
      setClock(() => new Date(at));
      await evictDurableObject(env.CART.getByName(id));
      expect(await runDurableObjectAlarm(env.CART.getByName(id))).toBe(true);
      expect(await alarmOf(id)).toBe(at + 10 * 60 * 1000);
    } finally {
      await env.DB.prepare("ALTER TABLE outbox_away RENAME TO outbox").run();
    }
    await alarmIn(id, 26);
    expect(await told(id)).toHaveLength(1);
  });
});

describe("the mail about an abandoned cart", () => {
  it("goes to a customer who asked for news, once", async () => {
    const user = await customer();
    await fill(user);
    await alarmIn(user.id, 25);
    expect(await mailsTo(user.email)).toEqual(["abandoned-cart"]);
    await alarmIn(user.id, 50);
    expect(await mailsTo(user.email)).toEqual(["abandoned-cart"]);
  });

  it("goes to nobody who has not asked, whose address is not confirmed, or who is a guest", async () => {
    const without = await customer({ news: false });
    const unverified = await customer({ verified: false });
    for (const user of [without, unverified]) {
      await fill(user);
      await customerCart(user.headers, "PUT", "/contact", { email: user.email });
      await alarmIn(user.id, 25);
      setClock(undefined);
      expect(await told(user.id)).toHaveLength(1);
      expect(await mailsTo(user.email)).toEqual([]);
    }
    const guest = new Shopper();
    const email = without.email.replace("@", "-guest@");
    const { id } = (await guest.add(await makeVariant())).body;
    await guest.call("PUT", "/contact", { email });
    await alarmIn(id, 25);
    expect(await told(id)).toHaveLength(1);
    expect(await mailsTo(email)).toEqual([]);
  });

  it("is not sent about a cart that was touched or emptied before it could be", async () => {
    const user = await customer();
    await fill(user);
    const state = await env.CART.getByName(user.id).read();
    // Told now, as if the news were a day late: by then the cart is in use.
    await tellAbandoned(systemCtx(), { id: user.id, generation: state?.generation ?? 0 });
    await api("DELETE", "/api/v1/cart", { headers: user.headers });
    expect(await mailsTo(user.email)).toEqual([]);
  });

  it("names what is in the cart, why it comes and how to get no more, and escapes what people have named", async () => {
    const items = Array.from({ length: 12 }, (_, index) => ({
      name: `Mug <b>${index}</b>`,
      options: { Color: "Blue" },
      quantity: 2,
    }));
    const mail = await writtenMail("abandoned-cart", { person: { first_name: "Ada" }, items });
    expect(mail.text).toContain("2 x Mug <b>0</b>, Blue");
    expect(mail.text).toContain("and 2 more");
    expect(mail.text).toMatch(/because you asked .* turn news off in your account/s);
    expect(mail.html).toContain("Mug &lt;b&gt;0&lt;/b&gt;");
    expect(mail.html).not.toContain("<b>");
  });
});
