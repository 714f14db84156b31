import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { Cart, SavedCartView } from "../../src/modules/cart/cart.schema.ts";
import { eraseCart, freezeCart } from "../../src/modules/cart/index.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { type Answer, api } from "../support/api.ts";
import { changeVariant } from "../support/catalog-changes.ts";
import { customerCart, fillCart, orderAs } from "../support/customer-cart.ts";
import { makeVariant, NEW_YORK, type TestVariant, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const DAY = 24 * 60 * 60 * 1000;

afterEach(() => setClock(undefined));

interface Page {
  data: SavedCartView[];
}

function call<Body = Cart & { code: string }>(
  user: TestUser,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return api<Body>(method, `/api/v1/cart${path}`, { headers: { ...user.headers, ...headers } });
}

const saved = async (user: TestUser) => (await call<Page>(user, "GET", "/saved")).body.data;
const restore = (user: TestUser, id: string | undefined, headers: Record<string, string> = {}) =>
  call(user, "POST", `/saved/${id}/restore`, headers);
const add = (user: TestUser, variant: TestVariant, quantity: number) =>
  customerCart(user.headers, "POST", "/items", { variant_id: variant.id, quantity });
const linesOf = (cart: Pick<Cart, "items">) => cart.items.map((item) => [item.variant_id, item.quantity]);
const cartOf = async (user: TestUser) => linesOf((await call(user, "GET", "")).body);

/** Logs a guest with these units in: the cart is merged. */
async function mergeGuest(user: TestUser, variant: TestVariant, quantity: number): Promise<void> {
  const guest = new Shopper();
  await guest.add(variant, quantity);
  const answer = await call(user, "GET", "", { "X-Cart-Token": guest.token ?? "" });
  expect(answer.status).toBe(200);
}

describe("a cart that a guest's was merged into", () => {
  it("is listed as it was before, and restoring it undoes the merge; the merged one is saved in exchange", async () => {
    const [mug, tea] = [await makeVariant(), await makeVariant()];
    const ada = await makeUser();
    await add(ada, mug, 2);
    await customerCart(ada.headers, "PUT", "/contact", { email: "ada@example.com" });
    expect(await saved(ada)).toEqual([]);
    await mergeGuest(ada, mug, 1);
    await mergeGuest(ada, tea, 4);
    await customerCart(ada.headers, "PUT", "/contact", { email: "other@example.com" });
    expect(await saved(ada)).toMatchObject([
      {
        reason: "merged",
        email: "ada@example.com",
        items: [{ quantity: 3 }],
        merged_items: [{ sku: tea.sku, quantity: 4 }],
      },
      { reason: "merged", items: [{ quantity: 2 }], merged_items: [{ sku: mug.sku, quantity: 1 }] },
    ]);

    const before = await call(ada, "GET", "");
    const [, first] = await saved(ada);
    const restored = await restore(ada, first?.id);
    expect(restored.status).toBe(200);
    expect(restored.body).toMatchObject({ version: before.body.version + 1, email: "ada@example.com" });
    expect(linesOf(restored.body)).toEqual([[mug.id, 2]]);
    expect(await cartOf(ada)).toEqual([[mug.id, 2]]);
    const [newest, ...others] = await saved(ada);
    expect(newest).toMatchObject({ reason: "replaced", merged_items: [] });
    expect(others).toHaveLength(1);

    const back = await restore(ada, newest?.id);
    const same = ["items", "email", "totals"] as const;
    for (const field of same) expect(back.body[field]).toEqual(before.body[field]);
    expect((await restore(ada, newest?.id)).status).toBe(404);
  });

  it("is brought up to date with the catalog when it comes back", async () => {
    const [mug, tea] = [await makeVariant({ price: "20.00" }), await makeVariant()];
    const ada = await makeUser();
    await add(ada, mug, 2);
    await mergeGuest(ada, tea, 1);
    await changeVariant(mug, { price: 2500, stock: 1 });
    const [first] = await saved(ada);
    expect((await restore(ada, first?.id)).body.items).toMatchObject([
      {
        unit_price: { amount: 2500 },
        problems: [{ code: "insufficient_stock", available: 1 }, { code: "price_changed" }],
      },
    ]);
  });

  it("does not come back with what was ordered meanwhile", async () => {
    const [mug, tea, cup] = [await makeVariant(), await makeVariant(), await makeVariant()];
    const ada = await makeUser();
    await fillCart(ada.headers, mug);
    await mergeGuest(ada, tea, 1);
    const { quote_hash } = (await call(ada, "GET", "")).body;
    expect((await orderAs(ada.headers, { quote_hash })).status).toBe(201);
    expect(await saved(ada)).toEqual([]);
    await add(ada, mug, 2);
    await mergeGuest(ada, cup, 1);
    const [first] = await saved(ada);
    expect(linesOf(first ?? { items: [] })).toEqual([[mug.id, 2]]);
  });
});

describe("restoring a saved cart", () => {
  async function withSaved() {
    const [mug, tea] = [await makeVariant(), await makeVariant()];
    const ada = await makeUser();
    await add(ada, mug, 2);
    await mergeGuest(ada, tea, 3);
    const [first] = await saved(ada);
    return { ada, mug, tea, id: first?.id ?? "" };
  }

  it("honours If-Match and Idempotency-Key, and happens once when asked for in parallel", async () => {
    const { ada, mug, id } = await withSaved();
    expect((await restore(ada, id, { "If-Match": '"1"' })).status).toBe(412);
    const key = { "Idempotency-Key": unique("restore") };
    const tabs = await Promise.all(Array.from({ length: 5 }, () => restore(ada, id, key)));
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (const { body } of tabs) expect(linesOf(body)).toEqual([[mug.id, 2]]);
    expect(tabs.filter(({ headers }) => headers.get("Idempotent-Replayed") === "true")).toHaveLength(4);
    expect(await saved(ada)).toHaveLength(1);
    const other = await restore(ada, (await saved(ada))[0]?.id, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
  });

  it("in parallel without a key happens once, too: the others find it gone", async () => {
    const { ada, id } = await withSaved();
    const tabs = await Promise.all(Array.from({ length: 5 }, () => restore(ada, id)));
    expect(tabs.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
  });

  it("survives an eviction in between", async () => {
    const { ada, mug, tea, id } = await withSaved();
    await evictDurableObject(env.CART.getByName(ada.id));
    expect(linesOf((await restore(ada, id)).body)).toEqual([[mug.id, 2]]);
    await evictDurableObject(env.CART.getByName(ada.id));
    const [merged] = await saved(ada);
    expect(linesOf(merged ?? { items: [] })).toEqual([
      [mug.id, 2],
      [tea.id, 3],
    ]);
  });

  it("is nobody else's business, and of a guest's cart there is nothing to restore", async () => {
    const { ada, id } = await withSaved();
    const eve = await makeUser();
    await add(eve, await makeVariant(), 1);
    for (const answer of [await restore(eve, id), await call(eve, "DELETE", `/saved/${id}`)]) {
      expect(answer).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
    }
    const guest = new Shopper();
    expect((await guest.call<Page>("GET", "/saved")).body.data).toEqual([]);
    await guest.add(await makeVariant());
    expect((await guest.call<Page>("GET", "/saved")).body.data).toEqual([]);
    expect((await guest.call("POST", `/saved/${id}/restore`)).status).toBe(404);
    expect(await saved(ada)).toHaveLength(1);
  });

  it("is refused in a frozen cart, and so is deleting", async () => {
    const { ada, id } = await withSaved();
    await freezeCart(systemCtx(), ada.id);
    expect((await restore(ada, id)).status).toBe(401);
    expect((await call(ada, "DELETE", `/saved/${id}`)).status).toBe(401);
  });

  it.each(["not-an-id", "01900000-0000-7000-8000-00000000dead"])("of %s is refused", async (id) => {
    const { ada } = await withSaved();
    const status = id === "not-an-id" ? 422 : 404;
    expect((await restore(ada, id)).status).toBe(status);
    expect((await call(ada, "DELETE", `/saved/${id}`)).status).toBe(status);
  });
});

describe("a saved cart", () => {
  const storedRows = (id: string) =>
    runInDurableObject(env.CART.getByName(id), (_, { storage }) => {
      const has = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'saved_carts'").toArray();
      return has.length === 0 ? [] : storage.sql.exec("SELECT * FROM saved_carts").toArray();
    });

  it("can be deleted; the cart itself stays as it is", async () => {
    const ada = await makeUser();
    await add(ada, await makeVariant(), 2);
    await mergeGuest(ada, await makeVariant(), 3);
    const before = await call(ada, "GET", "");
    const [first] = await saved(ada);
    expect((await call(ada, "DELETE", `/saved/${first?.id}`, { "If-Match": '"1"' })).status).toBe(412);
    expect((await call(ada, "DELETE", `/saved/${first?.id}`)).status).toBe(204);
    expect(await saved(ada)).toEqual([]);
    expect(await storedRows(ada.id)).toEqual([]);
    expect((await call(ada, "DELETE", `/saved/${first?.id}`)).status).toBe(404);
    expect((await call(ada, "GET", "")).body).toEqual(before.body);
  });

  it("is forgotten after 30 days, also by the storage, while the cart is used", async () => {
    const variant = await makeVariant();
    const ada = await makeUser();
    await add(ada, variant, 2);
    await mergeGuest(ada, await makeVariant(), 3);
    const inDays = async (days: number) => {
      const at = Date.now() + days * DAY;
      setClock(() => new Date(at));
      await evictDurableObject(env.CART.getByName(ada.id));
    };
    await inDays(20);
    const cart = { op: "add", lineId: "x", quantity: 1 } as const;
    const state = await runInDurableObject(env.CART.getByName(ada.id), (object) => object.read());
    const line = state?.lines[0];
    if (!line) throw new Error("the cart is empty");
    await env.CART.getByName(ada.id).apply(ada.id, { ...cart, variant: line.variant }, { currency: "USD" });
    expect(await env.CART.getByName(ada.id).saved()).toHaveLength(1);
    await inDays(31);
    expect(await env.CART.getByName(ada.id).saved()).toEqual([]);
    expect(await storedRows(ada.id)).toHaveLength(1);
    expect(await runDurableObjectAlarm(env.CART.getByName(ada.id))).toBe(true);
    expect(await storedRows(ada.id)).toEqual([]);
    expect((await env.CART.getByName(ada.id).read())?.lines).toMatchObject([
      { quantity: 3 },
      { quantity: 3 },
    ]);
  });

  it("goes with the person: nothing of it stays when the cart is erased, frozen or not", async () => {
    for (const frozen of [false, true]) {
      const ada = await makeUser();
      await add(ada, await makeVariant(), 2);
      await customerCart(ada.headers, "PUT", "/shipping-address", {
        ...NEW_YORK,
        line1: "42 Zanzibarstrasse",
      });
      await mergeGuest(ada, await makeVariant(), 3);
      expect(JSON.stringify(await storedRows(ada.id))).toContain("Zanzibarstrasse");
      if (frozen) await freezeCart(systemCtx(), ada.id);
      await eraseCart(systemCtx(), ada.id);
      expect(await storedRows(ada.id)).toEqual([]);
    }
  });

  it("is in the export of a person's data", async () => {
    const ada = await makeUser();
    const mug = await makeVariant();
    await add(ada, mug, 2);
    await mergeGuest(ada, await makeVariant(), 3);
    const { body } = await api<{ saved_carts: SavedCartView[] }>("GET", "/api/v1/customers/me/export", {
      headers: ada.headers,
    });
    expect(body.saved_carts).toMatchObject([{ items: [{ sku: mug.sku, quantity: 2 }] }]);
  });
});
