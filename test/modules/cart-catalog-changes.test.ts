import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { AcceptedCart } from "../../src/modules/cart/cart.schema.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import { CartFreshness } from "../../workers/cart-freshness.ts";
import { CartStorage } from "../../workers/cart-storage.ts";
import { makeUser } from "../support/accounts.ts";
import { eventually } from "../support/api.ts";
import { changeVariant } from "../support/catalog-changes.ts";
import { countingEnv } from "../support/counting-env.ts";
import { callWith } from "../support/call-with.ts";
import { customerCart } from "../support/customer-cart.ts";
import { makeVariant, NEW_YORK, unique } from "../support/shop.ts";
import { type CartBody, Shopper } from "../support/shopper.ts";

afterEach(() => setClock(undefined));

const usd = (amount: number) => ({ amount, currency: "USD" });

/** A clock that the test moves on, also for objects that are awake. */
function movableClock(): { addSeconds(seconds: number): void } {
  let offset = 0;
  setClock(() => new Date(Date.now() + offset));
  return { addSeconds: (seconds) => (offset += seconds * 1000) };
}

/** The database, which keeps its first answer back until it may give it. */
function withFirstAnswerHeld() {
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  let isFirst = true;
  const DB = new Proxy(env.DB, {
    get(database, property) {
      if (property !== "batch") return (Reflect.get(database, property) as () => unknown).bind(database);
      return async (statements: D1PreparedStatement[]) => {
        const wait = isFirst ? held : undefined;
        isFirst = false;
        const answer = await database.batch(statements);
        await wait;
        return answer;
      };
    },
  });
  return { DB, release: () => release() };
}

function accept(shopper: Shopper, headers: Record<string, string> = {}) {
  return shopper.call<CartBody & AcceptedCart>("POST", "/accept-changes", undefined, headers);
}

const problemsOf = (cart: CartBody | AcceptedCart) => cart.items.map((item) => item.problems);

describe("what changes in the catalog behind a cart's back", () => {
  it("is in the answer after the next one, once 30 s have gone by; the looking costs the request nothing", async () => {
    const clock = movableClock();
    const variant = await makeVariant({ price: "20.00", stock: 9 });
    const shopper = new Shopper();
    await shopper.add(variant, 2);
    await changeVariant(variant, { price: 2500, stock: 1 });
    clock.addSeconds(29);
    expect(problemsOf((await shopper.call("GET", "")).body)).toEqual([[]]);
    expect(problemsOf((await shopper.call("GET", "")).body)).toEqual([[]]);

    clock.addSeconds(2);
    const { env: counted, counts } = countingEnv();
    const headers = { "X-Cart-Token": shopper.token ?? "" };
    const first = await callWith<CartBody>(counted, "GET", "/api/v1/cart", { headers });
    expect(problemsOf(first.body)).toEqual([[]]);
    expect(counts).toEqual({ ...countingEnv().counts, cart: 1 });
    const next = await eventually(async () => {
      const { body } = await shopper.call("GET", "");
      return body.items[0]?.problems.length ? body : undefined;
    });
    expect(next).toMatchObject({
      version: 2,
      expires_at: first.body.expires_at,
      items: [
        {
          unit_price: usd(2500),
          problems: [
            { code: "insufficient_stock", action: "reduce_quantity", available: 1 },
            { code: "price_changed", action: "accept_changes", previous_price: usd(2000) },
          ],
        },
      ],
    });
  });

  it("is in the answer to a change, too, once it was looked at, and a change makes the cart look", async () => {
    const clock = movableClock();
    const variant = await makeVariant({ stock: 9 });
    const shopper = new Shopper();
    await shopper.add(variant, 2);
    await changeVariant(variant, { archived: true });
    clock.addSeconds(31);
    const email = { email: "ada@example.com" };
    expect(problemsOf((await shopper.call("PUT", "/contact", email)).body)).toEqual([[]]);
    const gone = [[{ code: "unavailable", action: "remove" }]];
    await eventually(async () => {
      const { body } = await shopper.call("PUT", "/contact", email);
      return problemsOf(body)[0]?.length ? true : undefined;
    });
    expect(problemsOf((await shopper.call("PUT", "/contact", email)).body)).toMatchObject(gone);
  });

  it("is shown at once with refresh=true, and stays as long as it is so, also after an eviction", async () => {
    const variant = await makeVariant({ price: "20.00" });
    const shopper = new Shopper();
    const { id } = (await shopper.add(variant, 2)).body;
    await changeVariant(variant, { price: 1000 });
    const fresh = await shopper.call("GET", "?refresh=true");
    expect(fresh.body).toMatchObject({ version: 2, totals: { total: usd(2000) } });
    expect(fresh.headers.get("ETag")).toBe('"2"');
    await evictDurableObject(env.CART.getByName(id));
    for (const query of ["", "?refresh=true", "?refresh=false"]) {
      expect((await shopper.call("GET", query)).body).toEqual(fresh.body);
    }
    expect((await shopper.call("GET", "?refresh=perhaps")).status).toBe(422);
    await changeVariant(variant, { price: 2000 });
    expect(problemsOf((await shopper.call("GET", "?refresh=true")).body)).toEqual([[]]);
  });

  it("writes nothing when there is nothing new, and makes no cart of one that is merely read", async () => {
    const shopper = new Shopper();
    const { id } = await shopper.cart();
    expect((await shopper.call("GET", "?refresh=true")).status).toBe(200);
    expect((await accept(shopper)).body).toMatchObject({ items: [], changes: [], version: 0 });
    const tables = () =>
      runInDurableObject(env.CART.getByName(id), (_, { storage }) =>
        storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'cart'").toArray(),
      );
    expect(await tables()).toEqual([]);
    await shopper.add(await makeVariant(), 1);
    const before = await shopper.call("GET", "");
    expect((await shopper.call("GET", "?refresh=true")).body).toEqual(before.body);
  });

  it("is found at once in a customer's new cart, of which nothing was looked up: a guest's was merged into it", async () => {
    const variant = await makeVariant({ price: "20.00" });
    const guest = new Shopper();
    await guest.add(variant, 1);
    await changeVariant(variant, { price: 2500 });
    const { headers } = await makeUser();
    const both = { ...headers, "X-Cart-Token": guest.token ?? "" };
    expect(problemsOf((await guest.call("GET", "", undefined, both)).body)).toEqual([[]]);
    const shown = await eventually(async () => {
      const { body } = await customerCart(headers, "GET", "");
      return body.problems.length > 0 ? body : undefined;
    });
    expect(shown.items[0]?.problems).toMatchObject([{ code: "price_changed", previous_price: usd(2000) }]);
  });

  it("is what the later of two looks at the catalog saw, also when the earlier one is answered after it", async () => {
    const variant = await makeVariant({ price: "20.00" });
    const shopper = new Shopper();
    const { id } = (await shopper.add(variant, 1)).body;
    const { DB, release } = withFirstAnswerHeld();
    await runInDurableObject(env.CART.getByName(id), async (_, { storage }) => {
      const stored = new CartStorage(storage);
      const ctx = createCtx({ ...env, DB }, { kind: "system", job: "test" }, { waitUntil: () => undefined });
      const freshness = new CartFreshness(ctx, stored);
      const early = freshness.check();
      await changeVariant(variant, { price: 2500 });
      await freshness.check();
      const price = () => stored.load()?.lines[0]?.variant.prices["USD"];
      expect(price()).toBe(2500);
      release();
      await early;
      expect(price()).toBe(2500);
    });
  });

  it("also concerns the rates of the address", async () => {
    const shopper = new Shopper();
    await shopper.add(await makeVariant({ price: "20.00" }), 1);
    await shopper.call("PUT", "/shipping-address", NEW_YORK);
    const { data } = (await shopper.call<{ data: { id: string }[] }>("GET", "/shipping-options")).body;
    await shopper.call("PUT", "/shipping-option", { id: data[0]?.id });
    const before = await shopper.call("GET", "?refresh=true");
    expect(before.body.shipping_option?.id).toBe(data[0]?.id);
    const setAmount = (sql: string) => env.DB.prepare(sql).bind(data[0]?.id).run();
    await setAmount("UPDATE shipping_rates SET amount = amount + 100 WHERE id = ?");
    try {
      const after = await shopper.call("GET", "?refresh=true");
      expect(after.body.totals.shipping).toEqual(usd(before.body.totals.shipping.amount + 100));
      expect(after.body.quote_hash).not.toBe(before.body.quote_hash);
    } finally {
      await setAmount("UPDATE shipping_rates SET amount = amount - 100 WHERE id = ?");
    }
  });
});

describe("POST /cart/accept-changes", () => {
  async function troubled() {
    const [dear, few, none, gone, fine] = await Promise.all([
      makeVariant({ price: "20.00" }),
      makeVariant({ price: "5.00" }),
      makeVariant(),
      makeVariant(),
      makeVariant({ price: "1.00" }),
    ]);
    const shopper = new Shopper();
    for (const variant of [dear, few, none, gone, fine]) await shopper.add(variant, 3);
    await changeVariant(dear, { price: 2500 });
    await changeVariant(few, { stock: 2 });
    await changeVariant(none, { stock: 0 });
    await changeVariant(gone, { archived: true });
    return { shopper, dear, few, none, gone, fine };
  }

  it("looks at the catalog, takes over what has changed, and says what that was; again it changes nothing", async () => {
    const { shopper, dear, few, none, gone, fine } = await troubled();
    const first = await accept(shopper);
    expect(first.status).toBe(200);
    expect(first.body.changes).toMatchObject([
      { code: "price_changed", sku: dear.sku, previous_price: usd(2000), unit_price: usd(2500) },
      { code: "quantity_reduced", sku: few.sku, previous_quantity: 3, quantity: 2 },
      { code: "removed", variant_id: none.id, reason: "insufficient_stock", previous_quantity: 3 },
      { code: "removed", variant_id: gone.id, reason: "unavailable", previous_quantity: 3 },
    ]);
    expect(first.body.items).toMatchObject([
      { sku: dear.sku, quantity: 3, unit_price: usd(2500), problems: [] },
      { sku: few.sku, quantity: 2, problems: [] },
      { sku: fine.sku, quantity: 3, problems: [] },
    ]);
    const second = await accept(shopper);
    expect(second.body).toEqual({ ...first.body, changes: [] });
    expect(second.headers.get("ETag")).toBe(first.headers.get("ETag"));
    const { changes: _, ...cart } = second.body;
    expect((await shopper.call("GET", "")).body).toEqual(cart);
  });

  it("with If-Match accepts what that version showed, and refuses with 412 when there is more by now", async () => {
    const { shopper, fine } = await troubled();
    const unseen = await shopper.call("GET", "");
    const stale = await accept(shopper, { "If-Match": unseen.headers.get("ETag") ?? "" });
    expect(stale.status).toBe(412);
    const shown = await shopper.call("GET", "");
    expect(stale.headers.get("ETag")).toBe(shown.headers.get("ETag"));
    expect(shown.body.items).toHaveLength(5);
    await changeVariant(fine, { price: 200 });
    const more = await accept(shopper, { "If-Match": shown.headers.get("ETag") ?? "" });
    expect(more.status).toBe(412);
    const accepted = await accept(shopper, { "If-Match": more.headers.get("ETag") ?? "" });
    expect(accepted.status).toBe(200);
    expect(accepted.body.changes).toHaveLength(5);
  });

  it("is carried out once under a key, which is good for nothing else", async () => {
    const { shopper, fine } = await troubled();
    const key = { "Idempotency-Key": unique("accept") };
    const first = await accept(shopper, key);
    await changeVariant(fine, { price: 200 });
    const again = await accept(shopper, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect((await accept(shopper, { "Idempotency-Key": unique("accept") })).body.changes).toMatchObject([
      { code: "price_changed", sku: fine.sku },
    ]);
    const other = await shopper.call("POST", "/items", { variant_id: fine.id }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
  });

  it("in parallel ends as once", async () => {
    const { shopper } = await troubled();
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(shopper)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    expect(answers.filter(({ body }) => body.changes.length > 0)).toHaveLength(1);
  });
});

describe("items that cost more together than can be counted", () => {
  it("are refused with 422 cart.limit_reached, and the cart stays as it was", async () => {
    const [one, two] = [
      await makeVariant({ price: "5000000000.00", policy: "continue" }),
      await makeVariant({ price: "5000000000.00", policy: "continue" }),
    ];
    const shopper = new Shopper();
    const first = await shopper.add(one, 1_000);
    expect(first.status).toBe(201);
    for (const answer of [
      await shopper.add(two, 9_999),
      await shopper.add(one, 8_999),
      await shopper.call("PATCH", `/items/${first.body.items[0]?.id}`, { quantity: 9_999 }),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({
        code: "cart.limit_reached",
        max_subtotal: usd(900_000_000_000_000),
        errors: [{ pointer: "#/quantity", code: "too_big" }],
      });
    }
    expect(await shopper.cart()).toEqual(first.body);
    const fits = await shopper.add(two, 800);
    expect(fits.body.totals.subtotal).toEqual(usd(900_000_000_000_000));
    await shopper.call("PUT", "/shipping-address", NEW_YORK);
    expect((await shopper.call("GET", "")).status).toBe(200);
  });
});
