import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Product, productSchema } from "../../src/modules/catalog/catalog.schema.ts";
import { rebuildIfStale } from "../../src/modules/search/rebuild-read-model.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import type { EventEnvelope } from "../../src/platform/events.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import worker from "../../workers/main.ts";
import { asStaff } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import type { ProductPage } from "../support/catalog.ts";
import { placeOrderWith } from "../support/failing-env.ts";
import { manage, readBack } from "../support/products.ts";
import { makeVariant, readyCart, type TestVariant, unique } from "../support/shop.ts";

/** The shop with SHOW_STOCK_COUNTS as given, whose events wait until `deliver` hands them to its own consumer. */
function shopWith(counts: "on" | "off") {
  const sent: EventEnvelope[] = [];
  const bindings: Env = {
    ...env,
    SHOW_STOCK_COUNTS: counts as "off",
    EVENTS: {
      ...env.EVENTS,
      sendBatch: (messages: Iterable<MessageSendRequest<EventEnvelope>>) => {
        sent.push(...[...messages].map(({ body }) => body));
        return env.EVENTS.sendBatch([]);
      },
    },
  };
  const deliver = async () => {
    while (sent.length > 0) {
      const messages = sent
        .splice(0)
        .map((body) => ({ id: body.id, timestamp: new Date(), attempts: 1, body }));
      const batch = createMessageBatch("edge-commerce-events", messages);
      const execution = createExecutionContext();
      await worker.queue(batch, bindings, execution);
      expect((await getQueueResult(batch, execution)).retryMessages).toEqual([]);
    }
  };
  return { bindings, deliver };
}

type Shop = ReturnType<typeof shopWith>;

function rebuild(shop: Shop): Promise<string> {
  return rebuildIfStale(
    createCtx(shop.bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined }),
  );
}

async function sell(shop: Shop, variant: TestVariant, quantity: number): Promise<void> {
  const token = await readyCart([{ variant, quantity }]);
  const order = await placeOrderWith(shop.bindings, token, { payment_method: "pm_card_visa" }, unique("key"));
  expect(order.status).toBe(201);
  await shop.deliver();
}

/** A product wherever everybody may see it: by id, by slug, in lists, in a search, beside another one, and to staff who look. */
async function seen({ bindings }: Shop, variant: TestVariant, category: string): Promise<Product[]> {
  forgetIsolateMemory();
  const one = async (path: string, headers = {}) =>
    (await callWith<Product>(bindings, "GET", `/api/v1/products/${path}`, { headers })).body;
  const list = async (path: string) =>
    (await callWith<ProductPage>(bindings, "GET", `/api/v1/${path}`)).body.data;
  const found = await Promise.all([
    one(variant.product_id),
    one(variant.sku.toLowerCase()),
    one(variant.product_id, await asStaff()),
    list(`products?category=${category}`),
    list(`search?q=${variant.sku}`),
    list(`products/${variant.product_id}/related`),
  ]);
  return found.flat();
}

/** A product on a shelf of its own, that goes with itself as another would. */
async function shelved(options: Parameters<typeof makeVariant>[0]) {
  const category = unique("counted");
  const variant = await makeVariant({ ...options, category });
  const other = await makeVariant({ stock: options?.stock ?? 0 });
  const related = await manage("PUT", `/products/${variant.product_id}/related`, {
    product_ids: [other.product_id],
  });
  expect(related.status).toBe(200);
  return { variant, category };
}

const countsOf = (products: readonly Product[]) =>
  products.map((product) => product.variants.map((variant) => variant.available_quantity));

describe("with SHOW_STOCK_COUNTS=on", () => {
  it("every document tells how many are left, as soon as it was turned on, and no more when it was turned off", async () => {
    const { variant, category } = await shelved({ stock: 50 });
    const [off, on] = [shopWith("off"), shopWith("on")];
    await rebuild(off);
    expect(countsOf(await seen(off, variant, category))).toEqual(Array(6).fill([undefined]));

    expect(await rebuild(on)).toMatch(/^rebuilt/);
    expect(await rebuild(on)).toBe("up to date");
    const shown = await seen(on, variant, category);
    expect(countsOf(shown)).toEqual(Array(6).fill([50]));
    for (const product of shown) expect(productSchema.parse(product)).toEqual(product);

    expect(await rebuild(off)).toMatch(/^rebuilt/);
    expect(countsOf(await seen(off, variant, category))).toEqual(Array(6).fill([undefined]));
  });

  it("a sale is told everywhere, although the class of the stock stays", async () => {
    const on = shopWith("on");
    const { variant, category } = await shelved({ stock: 50 });
    await rebuild(on);
    await sell(on, variant, 2);
    const [product, ...others] = await seen(on, variant, category);
    expect(product?.variants).toMatchObject([{ available_quantity: 48, availability: "in_stock" }]);
    expect(countsOf(others)).toEqual([[48], [48], [48], [48], [50]]);
    await sell(on, variant, 48);
    expect((await seen(on, variant, category))[0]?.variants).toMatchObject([
      { available_quantity: 0, availability: "out_of_stock" },
    ]);
  });

  it("a variant that was sold on back-order counts none, not less", async () => {
    const on = shopWith("on");
    const { variant, category } = await shelved({ stock: 1, policy: "continue" });
    await sell(on, variant, 3);
    expect((await seen(on, variant, category))[0]?.variants).toMatchObject([
      { available_quantity: 0, availability: "backorder" },
    ]);
  });

  it("what staff see of the stock is what they saw before", async () => {
    const { variant } = await shelved({ stock: 7 });
    const answer = await callWith(
      shopWith("on").bindings,
      "GET",
      `/api/v1/admin/products/${variant.product_id}`,
      {
        headers: await asStaff(),
      },
    );
    expect(answer.body).toEqual(await readBack(variant.product_id));
    expect(answer.body["variants"]).toMatchObject([{ available: 7 }]);
    expect(JSON.stringify(answer.body)).not.toContain("available_quantity");
  });
});

describe("with SHOW_STOCK_COUNTS=off", () => {
  it("no document tells a count, before and after a sale; only who wants too many is told what is left", async () => {
    const off = shopWith("off");
    await rebuild(off);
    const { variant, category } = await shelved({ stock: 4321 });
    for (const sold of [0, 21]) {
      if (sold > 0) await sell(off, variant, sold);
      const texts = (await seen(off, variant, category)).map((product) => JSON.stringify(product));
      expect(texts).toHaveLength(6);
      for (const text of texts)
        expect(text).not.toMatch(/available_quantity|on_hand|reserved|"available"|4321|4300/);
    }
    const cart = await callWith(off.bindings, "POST", "/api/v1/cart/items", {
      body: { sku: variant.sku, quantity: 4301 },
    });
    expect(cart.body).toMatchObject({ items: [{ problems: [{ available: 4300 }] }] });
  });
});
