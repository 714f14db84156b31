import { env } from "cloudflare:workers";
import {
  evictDurableObject,
  listDurableObjectIds,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { SignJWT } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "../../src/platform/ctx.ts";
import { makeVariant, NEW_YORK, placeOrder, readyCart, STANDARD_US, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const DAY = 24 * 60 * 60 * 1000;

afterEach(() => {
  setClock(undefined);
});

/** Lets the cart's object wake up in that many days. */
async function inDays(cartId: string, days: number) {
  const at = Date.now() + days * DAY;
  setClock(() => new Date(at));
  const object = env.CART.getByName(cartId);
  await evictDurableObject(object);
  return object;
}

function signed(secret: string, audience: string, subject: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(subject)
    .setAudience(audience)
    .sign(new TextEncoder().encode(secret));
}

const base64url = (text: string) => btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

describe("a cart's token", () => {
  it("that is forged, cut, or made for something else is 401, and nothing is written", async () => {
    const variant = await makeVariant();
    const victim = new Shopper();
    const { id } = (await victim.add(variant)).body;
    const genuine = String(victim.token);
    const [header = "", payload = "", signature = ""] = genuine.split(".");
    const order = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    const before = await listDurableObjectIds(env.CART);
    const state = await victim.cart();

    const forged = {
      garbage: "garbage",
      blank: "",
      "the cart's id": id,
      "cut short": genuine.slice(0, -5),
      "without signature": `${header}.${payload}.`,
      "with alg none": `${base64url('{"alg":"none"}')}.${payload}.`,
      "of another cart under this signature": `${header}.${base64url(JSON.stringify({ sub: unique("id"), aud: "cart" }))}.${signature}`,
      "signed with another secret": await signed("another-secret-0123456789abcdef-0123456789", "cart", id),
      "an order's access token": String(order.body.access_token),
      "of another audience": await signed(env.TOKEN_SECRET, "order", id),
      "far too long": "x".repeat(5_000),
    };
    for (const [name, token] of Object.entries(forged)) {
      for (const [method, path, body] of [
        ["GET", "", undefined],
        ["POST", "/items", { variant_id: variant.id }],
        ["PUT", "/contact", { email: "eve@example.com" }],
        ["DELETE", "", undefined],
      ] as const) {
        const answer = await new Shopper(token).call(method, path, body);
        expect(answer.status, `${method} with a token ${name}`).toBe(401);
        expect(answer.body.code).toBe("cart.token_invalid");
        expect(answer.headers.get("WWW-Authenticate")).not.toBeNull();
      }
    }
    expect(await listDurableObjectIds(env.CART)).toHaveLength(before.length);
    expect(await victim.cart()).toEqual(state);
  });

  it("shows its own cart and no other", async () => {
    const variant = await makeVariant();
    const [ada, bob] = [new Shopper(), new Shopper()];
    await ada.add(variant, 2);
    await ada.call("PUT", "/contact", { email: "ada@example.com" });
    await bob.add(variant, 1);
    expect(ada.token).not.toBe(bob.token);
    const cart = await bob.cart();
    expect(cart.items).toMatchObject([{ quantity: 1 }]);
    expect(cart.email).toBeUndefined();
    expect(cart.id).not.toBe((await ada.cart()).id);
  });
});

describe("a cart that is left alone", () => {
  it("is gone after 30 days, all of it, and its token starts an empty one", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    const { id } = (await shopper.add(variant, 2)).body;
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    const object = await inDays(id, 31);
    expect(await runDurableObjectAlarm(object)).toBe(true);
    const cart = await shopper.cart();
    expect(cart).toMatchObject({ id, items: [], version: 0 });
    expect(cart.email).toBeUndefined();
    const stored = await runInDurableObject(object, async (_, state) => ({
      tables: state.storage.sql
        .exec("SELECT name FROM sqlite_master WHERE name IN ('cart', 'idempotency')")
        .toArray(),
      alarm: await state.storage.getAlarm(),
    }));
    expect(stored).toEqual({ tables: [], alarm: null });

    const again = await shopper.add(variant, 1);
    expect(again.status).toBe(201);
    expect(again.body.items).toMatchObject([{ quantity: 1 }]);
  });

  it("lives on when it was touched in between, until 30 days after that", async () => {
    const shopper = new Shopper();
    const { body } = await shopper.add(await makeVariant(), 2);
    const first = await inDays(body.id, 29);
    await shopper.call("PATCH", `/items/${body.items[0]?.id}`, { quantity: 3 });
    expect(first).toBeDefined();

    const second = await inDays(body.id, 31);
    expect(await runDurableObjectAlarm(second)).toBe(true);
    expect((await shopper.cart()).items).toMatchObject([{ quantity: 3 }]);

    const third = await inDays(body.id, 60);
    expect(await runDurableObjectAlarm(third)).toBe(true);
    expect((await shopper.cart()).items).toEqual([]);
  });
});

describe("a cart whose object was evicted", () => {
  it("is the same cart as before, and still knows its idempotency keys", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    await shopper.cart();
    const key = { "Idempotency-Key": unique("key") };
    const body = { variant_id: variant.id, quantity: 2 };
    const first = await shopper.call("POST", "/items", body, key);
    await evictDurableObject(env.CART.getByName(first.body.id));
    expect(await shopper.cart()).toEqual(first.body);
    await evictDurableObject(env.CART.getByName(first.body.id));
    const replay = await shopper.call("POST", "/items", body, key);
    expect(replay.headers.get("Idempotent-Replayed")).toBe("true");
    expect(replay.body).toEqual(first.body);
    expect((await shopper.add(variant, 1)).body).toMatchObject({ version: 2, items: [{ quantity: 3 }] });
  });

  it("forgets an idempotency key after 24 hours", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    await shopper.cart();
    const key = { "Idempotency-Key": unique("key") };
    const { id } = (await shopper.call("POST", "/items", { variant_id: variant.id }, key)).body;
    await inDays(id, 1.01);
    const later = await shopper.call("POST", "/items", { variant_id: variant.id, quantity: 4 }, key);
    expect(later.status).toBe(200);
    expect(later.headers.get("Idempotent-Replayed")).toBeNull();
    expect(later.body.items).toMatchObject([{ quantity: 5 }]);
  });
});

describe("a cart that was ordered, left alone and filled again", () => {
  it("makes an order of its own, not the old one again", async () => {
    const variant = await makeVariant({ stock: 10 });
    const token = await readyCart([{ variant, quantity: 1 }]);
    const shopper = new Shopper(token);
    const { id } = await shopper.cart();
    const first = await placeOrder(token);
    expect(first.status).toBe(201);
    expect(await runDurableObjectAlarm(await inDays(id, 31))).toBe(true);

    await shopper.add(variant, 3);
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    await shopper.call("PUT", "/shipping-address", NEW_YORK);
    await shopper.call("PUT", "/shipping-option", { id: STANDARD_US });
    const second = await placeOrder(token);
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.body.line_items).toMatchObject([{ quantity: 3 }]);
  });
});
