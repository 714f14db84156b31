import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { projectAvailability } from "../../src/modules/search/project-availability.ts";
import { projectProducts } from "../../src/modules/search/project-products.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { api } from "../support/api.ts";
import { atBatch } from "../support/failing-env.ts";
import { makeVariant, type TestVariant } from "../support/shop.ts";

const ctxWith = (bindings: Env) =>
  createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined });

async function setPrice(variant: TestVariant, amount: number): Promise<void> {
  await env.DB.prepare("UPDATE variant_prices SET amount = ? WHERE variant_id = ?")
    .bind(amount, variant.id)
    .run();
}

/** A projection that has read everything and stops just before it writes, until the other work is done. */
async function overtaken(productId: string, meanwhile: () => Promise<void>): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  // The first batch of SEARCH_DB reads what is projected, the second writes the documents.
  const stopped = atBatch(
    2,
    () => {
      reached.resolve();
      return gate.promise;
    },
    "SEARCH_DB",
  );
  const slow = projectProducts(ctxWith(stopped), [productId]);
  await reached.promise;
  await meanwhile();
  gate.resolve();
  await slow;
}

/** What shoppers see of the product by id, by slug, and in the read model itself. */
async function shown(variant: TestVariant): Promise<{ statuses: number[]; prices: unknown[] }> {
  const answers = await Promise.all(
    [variant.product_id, variant.sku.toLowerCase()].map((name) =>
      api<{ price?: { amount: number } }>("GET", `/api/v1/products/${name}`),
    ),
  );
  const stored = await env.SEARCH_DB.prepare("SELECT price FROM product_documents WHERE product_id = ?")
    .bind(variant.product_id)
    .all<{ price: number }>();
  return {
    statuses: answers.map((answer) => answer.status),
    prices: [
      ...answers.map((answer) => answer.body.price?.amount),
      ...stored.results.map((row) => row.price),
    ],
  };
}

describe("a projection that is overtaken between reading and writing", () => {
  it("does not put the older price back", async () => {
    const variant = await makeVariant({ price: "10.00" });
    await overtaken(variant.product_id, async () => {
      await setPrice(variant, 9_900);
      await projectProducts(ctxWith(env), [variant.product_id]);
    });
    expect(await shown(variant)).toEqual({ statuses: [200, 200], prices: [9_900, 9_900, 9_900] });
  });

  it("does not bring back a product that was taken off sale", async () => {
    const variant = await makeVariant({ price: "10.00" });
    await overtaken(variant.product_id, async () => {
      await env.DB.prepare("UPDATE products SET status = 'archived' WHERE id = ?")
        .bind(variant.product_id)
        .run();
      await projectProducts(ctxWith(env), [variant.product_id]);
    });
    expect((await shown(variant)).statuses).toEqual([404, 404]);
  });
});

describe("a look at the availability of thousands of variants, whose events came as one", () => {
  it("takes in some hundreds at a time, and projects those that were sold out", async () => {
    const sold = [await makeVariant({ stock: 2 }), await makeVariant({ stock: 2 })] as const;
    await env.DB.prepare("UPDATE stock_levels SET on_hand = 0 WHERE variant_id IN (?, ?)")
      .bind(sold[0].id, sold[1].id)
      .run();
    const bound: number[] = [];
    const watched = { ...env, DB: watchingBound(env.DB, bound) };
    const strangers = Array.from({ length: 2_000 }, () => crypto.randomUUID());
    await projectAvailability(ctxWith(watched), [sold[0].id, ...strangers, sold[1].id]);
    expect(Math.max(...bound)).toBeLessThan(20_000);
    for (const { product_id } of sold) {
      const { body } = await api("GET", `/api/v1/products/${product_id}`);
      expect(body["availability"]).toBe("out_of_stock");
    }
  });
});

/** The database, which notes how long the texts are that are bound to statements. */
function watchingBound(database: D1Database, lengths: number[]): D1Database {
  return new Proxy(database, {
    get(target, property) {
      const method: unknown = Reflect.get(target, property);
      if (typeof method !== "function") return method;
      return (...parameters: unknown[]): unknown => {
        const result = (method as (...list: unknown[]) => unknown).apply(target, parameters);
        if (property !== "prepare") return result;
        return {
          bind: (...values: unknown[]) => {
            lengths.push(...values.map((value) => String(value).length));
            return (result as D1PreparedStatement).bind(...values);
          },
        };
      };
    },
  });
}
