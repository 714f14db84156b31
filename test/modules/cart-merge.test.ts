import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { addItem } from "../../src/modules/cart/add-item.ts";
import { change, reply } from "../../src/modules/cart/cart.http.routes.ts";
import {
  type CartState,
  emptyOrderedCart,
  mergeGuestCart,
  readCart,
  resolveCart,
} from "../../src/modules/cart/index.ts";
import type { Actor } from "../../src/platform/auth.ts";
import { createCtx, type Ctx } from "../../src/platform/ctx.ts";
import { newUuid } from "../../src/platform/ids.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { signToken } from "../../src/platform/tokens.ts";
import { eventsDelivered, rows } from "../support/api.ts";
import { countingEnv } from "../support/counting-env.ts";
import { atBatch, placeOrderWith } from "../support/failing-env.ts";
import { makeVariant, NEW_YORK, readyCart, type TestVariant, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

function ctxOf(actor: Actor, bindings: Env = env): Ctx {
  return createCtx(bindings, actor, { waitUntil: () => undefined });
}

/** A signed-in customer with a cart of their own. */
class Customer {
  readonly id = newUuid(new Date());
  readonly ctx = this.with(env);

  with(bindings: Env): Ctx {
    const session = { sessionId: "session", via: "token", mustEnrol: false } as const;
    return ctxOf({ kind: "user", id: this.id, role: "customer", ...session }, bindings);
  }

  async add(variant: TestVariant, quantity: number): Promise<void> {
    const ref = await resolveCart(this.ctx, undefined);
    await addItem(this.ctx, ref, { by: { variantId: variant.id }, quantity }, {});
  }

  /** The customer's cart, as a request without or with the token of a guest's cart reads it. */
  async cart(token?: string, ctx = this.ctx): Promise<CartState> {
    return readCart(ctx, await resolveCart(ctx, token));
  }

  /** As logging in does it. */
  merge(guest: Shopper, bindings: Env = env): Promise<void> {
    return mergeGuestCart(ctxOf({ kind: "guest" }, bindings), {
      token: guest.token ?? "",
      userId: this.id,
    });
  }
}

async function guestWith(variant: TestVariant, quantity: number): Promise<Shopper> {
  const guest = new Shopper();
  expect((await guest.add(variant, quantity)).status).toBe(201);
  return guest;
}

const quantitiesOf = (cart: CartState) => cart.lines.map((line) => [line.variant.variantId, line.quantity]);

/** Bindings whose cart objects fail at one operation: it never arrives, or it is carried out and its answer is lost. */
function dyingAt(op: string, when: "before" | "after"): Env {
  const died = () => Promise.reject(new Error("the Worker died here"));
  const namespace = new Proxy(env.CART, {
    get: (target, property) => {
      if (property !== "getByName") return Reflect.get(target, property) as unknown;
      return (name: string) => {
        const cart = target.getByName(name);
        return {
          read: () => cart.read(),
          apply: async (...parameters: Parameters<typeof cart.apply>) => {
            if (parameters[1].op !== op) return cart.apply(...parameters);
            if (when === "after") await cart.apply(...parameters);
            return died();
          },
        };
      };
    },
  });
  return { ...env, CART: namespace };
}

describe("a signed-in customer's cart", () => {
  it("has the customer's id, comes with no token, and is the same in every session", async () => {
    const variant = await makeVariant();
    const ada = new Customer();
    expect(await resolveCart(ada.ctx, undefined)).toEqual({ id: ada.id, token: undefined, isNew: false });
    await ada.add(variant, 2);
    expect(await ada.cart()).toMatchObject({ id: ada.id, lines: [{ quantity: 2 }] });
    expect((await new Customer().cart()).lines).toEqual([]);
    const answer = reply(await resolveCart(ada.ctx, undefined), await ada.cart());
    expect(answer).toMatchObject({ status: 200, etag: '"1"', body: { id: ada.id } });
    expect(answer.headers).not.toHaveProperty("X-Cart-Token");
  });

  it("answers no token for a change either, not even when a guest's was sent", async () => {
    const guest = await guestWith(await makeVariant(), 1);
    const ada = new Customer();
    const request = {
      header: (name: string) => (name === "X-Cart-Token" ? guest.token : undefined),
      text: () => Promise.resolve(""),
    };
    const answer = await change(ada.ctx, request, () => ({ op: "set_email", email: "ada@example.com" }));
    expect(answer.body).toMatchObject({ id: ada.id, items: [{ quantity: 1 }], email: "ada@example.com" });
    expect(answer.headers).not.toHaveProperty("X-Cart-Token");
  });

  it("costs 1 call to its object, a read or a change, and 1 more a while when a merged guest's token is sent", async () => {
    const guest = await guestWith(await makeVariant(), 1);
    const ada = new Customer();
    const { env: counted, counts } = countingEnv();
    const ctx = ada.with(counted);
    const cost = async (work: () => Promise<unknown>) => {
      const before = counts.cart;
      await work();
      expect({ ...counts, cart: 0 }).toEqual({ ...countingEnv().counts });
      return counts.cart - before;
    };
    const none = { header: () => undefined, text: () => Promise.resolve("") };
    const email = { op: "set_email", email: "ada@example.com" } as const;
    expect(await cost(() => ada.cart(undefined, ctx))).toBe(1);
    expect(await cost(() => change(ctx, none, () => email))).toBe(1);
    expect(await cost(() => ada.cart(guest.token, ctx))).toBe(4);
    expect(await cost(() => ada.cart(guest.token, ctx))).toBe(1);
    forgetIsolateMemory();
    expect(await cost(() => ada.cart(guest.token, ctx))).toBe(2);
    expect(await cost(() => ada.cart(guest.token, ctx))).toBe(1);
  });
});

describe("a guest's cart at login", () => {
  it("is added to the customer's, with its contact where the customer's has none, and is empty afterwards", async () => {
    const [mug, tea] = [await makeVariant(), await makeVariant()];
    const guest = await guestWith(mug, 3);
    await guest.add(tea, 1);
    await guest.call("PUT", "/contact", { email: "guest@example.com" });
    await guest.call("PUT", "/shipping-address", NEW_YORK);
    const ada = new Customer();
    await ada.add(mug, 2);
    await ada.merge(guest);
    const cart = await ada.cart();
    expect(quantitiesOf(cart)).toEqual([
      [mug.id, 5],
      [tea.id, 1],
    ]);
    expect(cart).toMatchObject({ email: "guest@example.com", shippingAddress: { city: "New York" } });
    const left = await guest.cart();
    expect(left).toMatchObject({ items: [] });
    expect(left).not.toHaveProperty("email");
    expect(left).not.toHaveProperty("shipping_address");
  });

  it("is merged once when many tabs log in together while others shop on", async () => {
    const variant = await makeVariant();
    const guest = await guestWith(variant, 3);
    const ada = new Customer();
    await ada.add(variant, 2);
    await Promise.all([
      ...Array.from({ length: 8 }, () => ada.merge(guest)),
      ...Array.from({ length: 5 }, () => ada.add(variant, 1)),
      ...Array.from({ length: 5 }, () => guest.add(variant, 1)),
    ]);
    await ada.merge(guest);
    expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 15]]);
    expect((await guest.cart()).items).toEqual([]);
  });

  it("may be one of several: a second one later is added too", async () => {
    const variant = await makeVariant();
    const ada = new Customer();
    await ada.merge(await guestWith(variant, 1));
    await ada.merge(await guestWith(variant, 2));
    expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 3]]);
  });

  it("is merged again when it was filled again", async () => {
    const variant = await makeVariant();
    const guest = await guestWith(variant, 1);
    const ada = new Customer();
    await ada.merge(guest);
    expect((await guest.add(variant, 4)).status).toBe(201);
    await ada.merge(guest);
    expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 5]]);
    expect((await guest.cart()).items).toEqual([]);
  });

  it("goes to whoever logs in first, and to nobody twice", async () => {
    const variant = await makeVariant();
    const guest = await guestWith(variant, 2);
    const [ada, bob] = [new Customer(), new Customer()];
    await Promise.all([ada.merge(guest), bob.merge(guest)]);
    const all = [...quantitiesOf(await ada.cart()), ...quantitiesOf(await bob.cart())];
    expect(all).toEqual([[variant.id, 2]]);
  });

  it("touches the customer's not at all when it holds nothing", async () => {
    const guest = new Shopper();
    await guest.cart();
    const ada = new Customer();
    const { env: counted, counts } = countingEnv();
    await ada.merge(guest, counted);
    expect(counts.cart).toBe(1);
    const tables = await runInDurableObject(env.CART.getByName(ada.id), (_, state) =>
      state.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'cart'").toArray(),
    );
    expect(tables).toEqual([]);
  });
});

describe("the answers that a guest's cart keeps for repeated requests", () => {
  it("go with what is handed over: no address and no contact of it stays behind", async () => {
    const variant = await makeVariant();
    const guest = await guestWith(variant, 1);
    const { id } = await guest.cart();
    await guest.call("PUT", "/contact", { email: "quixworth@example.com" });
    await guest.call("PUT", "/shipping-address", { ...NEW_YORK, line1: "42 Zanzibarstrasse" });
    const keyed = () =>
      guest.call(
        "POST",
        "/items",
        { variant_id: variant.id, quantity: 1 },
        { "Idempotency-Key": unique("add") },
      );
    expect((await keyed()).status).toBe(200);
    const kept = () =>
      runInDurableObject(env.CART.getByName(id), (_, { storage }) =>
        JSON.stringify([
          storage.sql.exec("SELECT * FROM cart").toArray(),
          storage.sql.exec("SELECT * FROM idempotency").toArray(),
        ]),
      );
    expect(await kept()).toContain("Zanzibarstrasse");
    const ada = new Customer();
    await expect(ada.merge(guest, dyingAt("absorb", "before"))).rejects.toThrow();
    // Meanwhile an answer is kept while the first content still waits; with nothing new in the cart, only the confirmation follows.
    expect((await keyed()).status).toBe(201);
    expect((await guest.call("DELETE", "")).status).toBeLessThan(300);
    expect(await kept()).toContain("Zanzibarstrasse");
    await ada.merge(guest);
    const left = await kept();
    for (const text of ["Zanzibarstrasse", "quixworth"]) expect(left).not.toContain(text);
    expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 2]]);
  });
});

describe("what does not fit into the customer's cart", () => {
  it("goes back into the guest's, and follows when there is room", async () => {
    const [mug, tea] = [await makeVariant(), await makeVariant()];
    const guest = await guestWith(mug, 5);
    await guest.add(tea, 1);
    const ada = new Customer();
    await ada.add(mug, 9_997);
    await ada.merge(guest);
    expect(quantitiesOf(await ada.cart())).toEqual([
      [mug.id, 9_999],
      [tea.id, 1],
    ]);
    expect((await guest.cart()).items).toMatchObject([{ variant_id: mug.id, quantity: 3 }]);
    const request = { header: () => undefined, text: () => Promise.resolve("") };
    await change(ada.ctx, request, () => ({ op: "clear" }));
    await ada.merge(guest);
    expect(quantitiesOf(await ada.cart())).toEqual([[mug.id, 3]]);
    expect((await guest.cart()).items).toEqual([]);
  });
});

describe("a merge that dies", () => {
  const steps = ["hand_over", "absorb", "confirm"] as const;
  it.each(steps.flatMap((op) => [[op, "before"] as const, [op, "after"] as const]))(
    "at %s, %s it was carried out, is finished by the next one: nothing is lost, nothing comes twice",
    async (op, when) => {
      const [mug, tea] = [await makeVariant(), await makeVariant()];
      const guest = await guestWith(mug, 5);
      await guest.add(tea, 2);
      const ada = new Customer();
      await ada.add(mug, 9_997);
      await expect(ada.merge(guest, dyingAt(op, when))).rejects.toThrow("the Worker died here");
      await expect(ada.merge(guest, dyingAt(op, when))).rejects.toThrow("the Worker died here");
      await guest.add(tea, 1);
      await evictDurableObject(env.CART.getByName(ada.id));
      await evictDurableObject(env.CART.getByName((await guest.cart()).id));
      await Promise.all([ada.merge(guest), ada.merge(guest)]);
      expect(quantitiesOf(await ada.cart())).toEqual([
        [mug.id, 9_999],
        [tea.id, 3],
      ]);
      expect((await guest.cart()).items).toMatchObject([{ variant_id: mug.id, quantity: 3 }]);
    },
  );

  it("is finished by any later request that carries both", async () => {
    const variant = await makeVariant();
    const guest = await guestWith(variant, 5);
    const ada = new Customer();
    await expect(ada.merge(guest, dyingAt("absorb", "before"))).rejects.toThrow();
    expect((await ada.cart()).lines).toEqual([]);
    expect(quantitiesOf(await ada.cart(guest.token))).toEqual([[variant.id, 5]]);
    expect(quantitiesOf(await ada.cart(guest.token))).toEqual([[variant.id, 5]]);
  });
});

describe("an order that a guest places while logging in", () => {
  // Batch 2 of placing an order makes it, batch 3 stores what Stripe said.
  it.each([[2], [3]])(
    "leaves nothing of what is ordered in the customer's cart when the merge comes before batch %d",
    async (batch) => {
      const variant = await makeVariant();
      const guest = new Shopper(await readyCart([{ variant, quantity: 3 }]));
      const ada = new Customer();
      await ada.add(variant, 2);
      const login = () => ada.merge(guest);
      const placed = await placeOrderWith(atBatch(batch, login), guest.token ?? "", {}, unique("key"));
      expect(placed.status).toBe(201);
      expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 2]]);
      expect((await guest.cart()).items).toEqual([]);
      await eventsDelivered();
      await ada.merge(guest);
      expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 2]]);
      const ordered = await rows("SELECT quantity FROM order_lines WHERE variant_id = ?", variant.id);
      expect(ordered).toEqual([{ quantity: 3 }]);
    },
  );

  it("leaves nothing there either when Stripe fails and the request ends there: the event empties the cart", async () => {
    const variant = await makeVariant();
    const guest = new Shopper(await readyCart([{ variant, quantity: 3 }]));
    const ada = new Customer();
    const body = { payment_method: "pm_fault_500" };
    const bindings = atBatch(2, () => ada.merge(guest));
    const placed = await placeOrderWith(bindings, guest.token ?? "", body, unique("key"));
    expect(placed.status).toBe(503);
    await eventsDelivered();
    expect(quantitiesOf(await ada.cart())).toEqual([]);
    expect(await rows("SELECT 1 FROM order_lines WHERE variant_id = ?", variant.id)).toHaveLength(1);
  });
});

describe("emptying a guest's ordered cart that was merged meanwhile", () => {
  const steps = ["complete", "absorb", "confirm"] as const;
  it.each(steps.flatMap((op) => [[op, "before"] as const, [op, "after"] as const]))(
    "takes out what was ordered once, and nothing else, when it dies at %s, %s it was carried out",
    async (op, when) => {
      const variant = await makeVariant();
      const guest = await guestWith(variant, 5);
      const ada = new Customer();
      await ada.add(variant, 9_996);
      const ctx = ctxOf({ kind: "guest" });
      const { id, generation } = await readCart(ctx, await resolveCart(ctx, guest.token));
      const ordered = [{ variantId: variant.id, quantity: 5 }];
      const empty = (bindings: Env) =>
        emptyOrderedCart(ctxOf({ kind: "guest" }, bindings), id, generation, ordered);
      await ada.merge(guest);
      await guest.add(variant, 1);
      await expect(empty(dyingAt(op, when))).rejects.toThrow("the Worker died here");
      await evictDurableObject(env.CART.getByName(ada.id));
      await evictDurableObject(env.CART.getByName(id));
      await Promise.all([empty(env), empty(env)]);
      expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 9_996]]);
      await ada.add(variant, 3);
      await empty(env);
      expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 9_999]]);
      expect((await guest.cart()).items).toMatchObject([{ quantity: 1 }]);
    },
  );

  it("costs 3 calls to the carts, 5 when the merge is still on its way, and 1 when it was done before", async () => {
    const variant = await makeVariant();
    const ctx = ctxOf({ kind: "guest" });
    const cost = async (merge: () => Promise<unknown>, guest: Shopper, runs = 1) => {
      const { id, generation } = await readCart(ctx, await resolveCart(ctx, guest.token));
      await merge().catch(() => undefined);
      const { env: counted, counts } = countingEnv();
      for (let run = 1; run <= runs; run++) {
        counts.cart = 0;
        const ordered = [{ variantId: variant.id, quantity: 5 }];
        await emptyOrderedCart(ctxOf({ kind: "guest" }, counted), id, generation, ordered);
      }
      return counts.cart;
    };
    const ada = new Customer();
    const [whole, broken, waiting] = [
      await guestWith(variant, 5),
      await guestWith(variant, 5),
      await guestWith(variant, 5),
    ];
    expect(await cost(() => ada.merge(whole), whole)).toBe(3);
    expect(await cost(() => ada.merge(broken, dyingAt("absorb", "after")), broken)).toBe(5);
    expect(await cost(() => ada.merge(waiting, dyingAt("absorb", "before")), waiting, 2)).toBe(1);
    expect(quantitiesOf(await ada.cart())).toEqual([]);
  });
});

describe("a guest's token from a signed-in customer", () => {
  it("that is forged is refused by a cart request and ignored at login, and nothing changes", async () => {
    const variant = await makeVariant();
    const ada = new Customer();
    await ada.add(variant, 1);
    const forged = [
      "garbage",
      `${(await guestWith(variant, 1)).token}x`,
      await signToken(ada.ctx, "order", ada.id),
    ];
    for (const token of forged) {
      await expect(resolveCart(ada.ctx, token)).rejects.toMatchObject({
        code: "cart.token_invalid",
        status: 401,
      });
      await ada.merge(new Shopper(token));
    }
    expect(quantitiesOf(await ada.cart())).toEqual([[variant.id, 1]]);
  });

  it("is merged by the first request that sends it, and again once a while later", async () => {
    const variant = await makeVariant();
    const guest = await guestWith(variant, 1);
    const ada = new Customer();
    expect(quantitiesOf(await ada.cart(guest.token))).toEqual([[variant.id, 1]]);
    await guest.add(variant, 2);
    forgetIsolateMemory();
    expect(quantitiesOf(await ada.cart(guest.token))).toEqual([[variant.id, 3]]);
  });

  it("stays a guest's token for everybody else", async () => {
    const variant = await makeVariant();
    const guest = await guestWith(variant, 2);
    const key = ctxOf({ kind: "api_key", id: "key", name: "till", scopes: ["cart:manage"] });
    const ref = await resolveCart(key, guest.token);
    expect(ref).toMatchObject({ token: guest.token, isNew: false });
    expect(quantitiesOf(await readCart(key, ref))).toEqual([[variant.id, 2]]);
  });
});
