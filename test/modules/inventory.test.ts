import { beforeAll, describe, expect, it } from "vitest";
import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import type { Product } from "../../src/modules/catalog/catalog.schema.ts";
import type { Location } from "../../src/modules/inventory/locations.schema.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import { inventory, ledgerOf, MAIN, makeLocation, put, stockNow } from "../support/inventory.ts";
import { actionsOn, manage, readBack } from "../support/products.ts";
import { importCsv, makeVariant, placeOrder, readyCart, stockOf, type TestVariant } from "../support/shop.ts";

interface Page<Item> {
  data: Item[];
  pagination: { next_cursor: string | null; has_more: boolean };
}

interface Movement {
  id: string;
  variant_id: string;
  location_id: string;
  delta: number;
  balance: number | null;
  kind: string;
  reason: string | null;
  reference: string | null;
  order_id: string | null;
  actor: { kind: string; id: string | null };
}

async function movements(query: string): Promise<Movement[]> {
  const answer = await inventory<Page<Movement>>("GET", `/movements?${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data;
}

async function expectLedgerHolds(variant: TestVariant): Promise<void> {
  for (const level of await ledgerOf(variant)) {
    expect(level.ledger).toBe(level.on_hand);
    expect(level.held).toBe(level.reserved);
  }
}

describe("reading stock", () => {
  it("gives the levels, the sums, the policy and an ETag", async () => {
    const variant = await makeVariant({ stock: 9 });
    const place = await makeLocation();
    await put(variant, place.id, 4);
    const answer = await inventory("GET", `/${variant.id}`);
    expect(answer.body).toMatchObject({
      variant_id: variant.id,
      sku: variant.sku,
      levels: [
        { location_id: MAIN, on_hand: 9, reserved: 0, available: 9 },
        { location_id: place.id, location: place.name, on_hand: 4, reserved: 0, available: 4 },
      ],
      on_hand: 13,
      reserved: 0,
      available: 13,
      low_stock_threshold: 6,
      low_stock: false,
      backorder: { allowed: false, limit: null },
    });
    expect(answer.headers.get("ETag")).toContain(`"${answer.body.version}-`);
    const again = await inventory("GET", `/${variant.id}`, undefined, {
      "If-None-Match": answer.headers.get("ETag") ?? "",
    });
    expect(again.status).toBe(304);
  });

  it("lists by SKU, page by page, and filters", async () => {
    const category = "listed";
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push(await makeVariant({ stock: 20, category }));
    const place = await makeLocation();
    const [first, second] = made as [TestVariant, TestVariant];
    await put(first, place.id, 1);
    await put(second, MAIN, 2);
    await eventsDelivered();
    const list = async (query: string) => {
      const answer = await inventory<Page<{ sku: string }>>("GET", `?limit=100&${query}`);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer.body.data.map((stock) => stock.sku);
    };
    expect(await list(`sku=${first.sku}`)).toEqual([first.sku]);
    expect(await list(`variant_id=${first.id}`)).toEqual([first.sku]);
    expect(await list(`product_id=${second.product_id}`)).toEqual([second.sku]);
    expect(await list(`location_id=${place.id}`)).toEqual([first.sku]);
    expect(await list(`q=${first.sku.toLowerCase().slice(0, -1)}`)).toContain(first.sku);
    expect(await list("low_stock=true")).toContain(second.sku);
    expect(await list("low_stock=true")).not.toContain(first.sku);
    expect(await list("archived=true")).not.toContain(first.sku);

    const walked: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { body: Page<{ sku: string }> } = await inventory("GET", `?limit=2${cursor}`);
      walked.push(...page.body.data.map((stock) => stock.sku));
      const next: string | null = page.body.pagination.next_cursor;
      cursor = next === null ? null : `&cursor=${next}`;
    }
    expect(walked).toEqual([...new Set(walked)].sort());
    expect(walked.length).toBe(
      await value("SELECT COUNT(*) FROM product_variants WHERE archived_at IS NULL"),
    );
  });
});

describe("changing stock", () => {
  let variant: TestVariant;
  let place: Location;
  beforeAll(async () => {
    variant = await makeVariant({ stock: 10 });
    place = await makeLocation();
  });

  it("a count sets on_hand, writes the difference with its reason and balance, and nothing when there is none", async () => {
    const path = `/${variant.id}/levels/${MAIN}`;
    const { etag } = await stockNow(variant);
    const counted = await inventory("PUT", path, { on_hand: 7, reason: "Counted" }, { "If-Match": etag });
    expect(counted).toMatchObject({ status: 200, body: { on_hand: 7, available: 7 } });
    expect(counted.headers.get("ETag")).not.toBe(etag);
    const same = { "If-Match": counted.headers.get("ETag") ?? "" };
    const again = await inventory("PUT", path, { on_hand: 7, reason: "Counted" }, same);
    expect(again).toMatchObject({ status: 200, body: { version: counted.body.version } });
    expect(await movements(`variant_id=${variant.id}&kind=count`)).toMatchObject([
      { delta: -3, balance: 7, reason: "Counted", location_id: MAIN, actor: { kind: "api_key" } },
    ]);
    await expectLedgerHolds(variant);
  });

  it("a transfer is two movements under one reference", async () => {
    const body = {
      sku: variant.sku,
      from_location_id: MAIN,
      to_location_id: place.id,
      quantity: 3,
      reason: "Window",
    };
    const answer = await inventory("POST", "/transfers", body);
    expect(answer.status).toBe(201);
    expect(answer.body.levels).toMatchObject([
      { location_id: MAIN, on_hand: 4 },
      { location_id: place.id, on_hand: 3 },
    ]);
    const [one, two, ...more] = await movements(`variant_id=${variant.id}&kind=transfer`);
    expect(more).toEqual([]);
    expect([one?.delta, two?.delta].sort()).toEqual([-3, 3]);
    expect(one?.reference).toBe(two?.reference);
    expect(await movements(`reference=${one?.reference}`)).toHaveLength(2);
    await expectLedgerHolds(variant);
  });

  it("a receipt puts many lines on the shelf at once, adding up lines of the same variant", async () => {
    const other = await makeVariant({ stock: 0 });
    const reference = `DN ${variant.sku}`;
    const answer = await inventory("POST", "/receipts", {
      location_id: place.id,
      reference,
      items: [
        { sku: variant.sku, quantity: 5 },
        { variant_id: other.id, quantity: 2 },
        { variant_id: variant.id, quantity: 1 },
      ],
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        location_id: place.id,
        reference,
        items: [
          { variant_id: variant.id, sku: variant.sku, quantity: 6 },
          { variant_id: other.id, quantity: 2 },
        ],
      },
    });
    const location = answer.headers.get("Location") ?? "";
    const listed = await inventory<Page<Movement>>("GET", location.replace("/api/v1/inventory", ""));
    expect(listed.body.data.map(({ kind, delta, balance }) => [kind, delta, balance]).sort()).toEqual([
      ["receipt", 2, 2],
      ["receipt", 6, 9],
    ]);
    await expectLedgerHolds(variant);
    await expectLedgerHolds(other);
    expect(await actionsOn(reference)).toEqual(["inventory.receive"]);
  });

  it("an Idempotency-Key makes a receipt and a transfer count once", async () => {
    const target = await makeVariant({ stock: 5 });
    const key = { "Idempotency-Key": `keyed-${target.sku}` };
    const receipt = { items: [{ sku: target.sku, quantity: 4 }] };
    const move = {
      sku: target.sku,
      from_location_id: MAIN,
      to_location_id: place.id,
      quantity: 2,
      reason: "x",
    };
    for (let count = 0; count < 2; count += 1) {
      expect((await inventory("POST", "/receipts", receipt, key)).status).toBe(201);
      expect((await inventory("POST", "/transfers", move, key)).status).toBe(201);
    }
    expect((await stockNow(target)).levels.map((level) => level.on_hand)).toEqual([7, 2]);
    const other = await inventory("POST", "/transfers", { ...move, quantity: 1 }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
  });

  it("the ledger shows the balance after each movement, whoever made it", async () => {
    const sold = await makeVariant({ stock: 10 });
    await inventory("POST", "/adjustments", { sku: sold.sku, delta: 5, reason: "Found" });
    const order = await placeOrder(await readyCart([{ variant: sold, quantity: 4 }]));
    await eventsDelivered();
    await importCsv(
      `Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\n${sold.sku.toLowerCase()},T,${sold.sku},3,20.00`,
    );
    const listed = await movements(`variant_id=${sold.id}&sort=created_at`);
    expect(listed.map(({ kind, delta, balance }) => [kind, delta, balance])).toEqual([
      ["import", 10, 10],
      ["adjustment", 5, 15],
      ["sale", -4, 11],
      ["import", -8, 3],
    ]);
    expect(await movements(`order_id=${order.body.id}`)).toMatchObject([{ kind: "sale", delta: -4 }]);
    const now = new Date(Date.now() + 60_000).toISOString();
    expect(await movements(`variant_id=${sold.id}&from=${now}`)).toEqual([]);
    expect(await movements(`variant_id=${sold.id}&to=${now}&location_id=${MAIN}&kind=sale`)).toHaveLength(1);
    await expectLedgerHolds(sold);
  });

  it("reservations show who holds what until it is sold", async () => {
    const held = await makeVariant({ stock: 5 });
    const order = await placeOrder(await readyCart([{ variant: held, quantity: 2 }]), {});
    const open = await inventory<Page<Record<string, unknown>>>("GET", `/reservations?variant_id=${held.id}`);
    expect(open.body.data).toMatchObject([
      {
        order_id: order.body.id,
        order_number: order.body.number,
        order_status: "pending_payment",
        sku: held.sku,
        location_id: MAIN,
        quantity: 2,
        expires_at: order.body.expires_at,
      },
    ]);
    const paid = await placeOrder(await readyCart([{ variant: held, quantity: 1 }]));
    await eventsDelivered();
    const of = await inventory<Page<unknown>>("GET", `/reservations?order_id=${paid.body.id}`);
    expect(of.body.data).toEqual([]);
  });
});

describe("orders", () => {
  it("come from one location that has everything, else from several, and from open ones only", async () => {
    const variant = await makeVariant({ stock: 3 });
    const [far, farther] = [await makeLocation({ priority: 50 }), await makeLocation({ priority: 60 })];
    await put(variant, far.id, 5);
    await put(variant, farther.id, 2);
    const heldAt = async () => {
      const levels = await ledgerOf(variant);
      return Object.fromEntries(levels.map((level) => [level.location_id, level.reserved]));
    };
    const whole = await placeOrder(await readyCart([{ variant, quantity: 4 }]), {});
    expect(whole.status).toBe(201);
    expect(await heldAt()).toEqual({ [MAIN]: 0, [far.id]: 4, [farther.id]: 0 });
    const split = await placeOrder(await readyCart([{ variant, quantity: 5 }]), {});
    expect(split.status).toBe(201);
    expect(await heldAt()).toEqual({ [MAIN]: 3, [far.id]: 5, [farther.id]: 1 });

    await inventory("PATCH", `/locations/${farther.id}`, { active: false });
    await eventsDelivered();
    expect(await stockNow(variant)).toMatchObject({ on_hand: 10, reserved: 9, available: 0 });
    const closed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    expect(closed).toMatchObject({ status: 409, body: { items: [{ requested: 1, available: 0 }] } });
    // What is held at the closed location is sold all the same.
    const paid = await api("POST", `/api/v1/orders/${split.body.id}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Order-Token": split.body.access_token ?? "", "Idempotency-Key": variant.sku },
    });
    expect(paid.status, JSON.stringify(paid.body)).toBeLessThan(300);
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 4 });
    await expectLedgerHolds(variant);
  });
});

describe("the back-order policy", () => {
  const backorder = (variant: TestVariant, change: object) =>
    inventory("PATCH", `/${variant.id}`, { backorder: change });

  it("lets orders promise up to its limit, and says what can be had", async () => {
    const variant = await makeVariant({ stock: 2 });
    const set = await backorder(variant, { allowed: true, limit: 3 });
    expect(set.body).toMatchObject({ backorder: { allowed: true, limit: 3 }, available: 2 });
    await eventsDelivered();
    const token = await readyCart([{ variant, quantity: 6 }]);
    const cart = await api<Cart>("GET", "/api/v1/cart", { headers: { "X-Cart-Token": token } });
    expect(cart.body.items[0]?.problems).toMatchObject([{ code: "insufficient_stock", available: 5 }]);
    const tooMany = await placeOrder(token, {});
    expect(tooMany.status).toBe(409);
    expect((await placeOrder(await readyCart([{ variant, quantity: 5 }]))).status).toBe(201);
    await eventsDelivered();
    expect(await stockNow(variant)).toMatchObject({ on_hand: -3, reserved: 0, available: -3 });
    forgetIsolateMemory();
    const shown = await api<Product>("GET", `/api/v1/products/${variant.product_id}`);
    expect(shown.body.variants[0]).toMatchObject({
      availability: "out_of_stock",
      inventory_policy: "continue",
    });
    expect(await backorder(variant, { limit: 2 })).toMatchObject({
      status: 409,
      body: { code: "inventory.backorders_open", available: -3 },
    });
    expect(await backorder(variant, { allowed: false })).toMatchObject({ status: 409 });
    expect((await backorder(variant, { limit: null })).body.backorder).toEqual({
      allowed: true,
      limit: null,
    });
    expect((await placeOrder(await readyCart([{ variant, quantity: 50 }]))).status).toBe(201);
  });

  it("is the variant's inventory_policy, and survives edits of the product made on what was read before", async () => {
    const variant = await makeVariant({ stock: 1 });
    const before = await readBack(variant.product_id);
    await backorder(variant, { allowed: true, limit: 7 });
    expect(await readBack(variant.product_id)).toMatchObject({
      version: before.version + 1,
      variants: [{ inventory_policy: "continue" }],
    });
    const edit = { "If-Match": `"${before.version}"` };
    expect((await manage("PATCH", `/products/${variant.product_id}`, { name: "New" }, edit)).status).toBe(
      412,
    );
    expect((await manage("PATCH", `/products/${variant.product_id}`, { name: "New" })).status).toBe(200);
    expect((await stockNow(variant)).backorder).toEqual({ allowed: true, limit: 7 });
    const off = await manage("PATCH", `/products/${variant.product_id}/variants/${variant.id}`, {
      inventory_policy: "deny",
    });
    expect(off.status).toBe(200);
    expect((await stockNow(variant)).backorder).toEqual({ allowed: false, limit: 7 });
    expect(await rows("SELECT backorder FROM stock_levels WHERE variant_id = ?", variant.id)).toEqual([
      { backorder: 0 },
    ]);
  });
});

describe("thresholds", () => {
  it("decide what shoppers see as low, and null brings back the default", async () => {
    const variant = await makeVariant({ stock: 10 });
    const shown = async () => {
      await eventsDelivered();
      forgetIsolateMemory();
      return (await api<Product>("GET", `/api/v1/products/${variant.product_id}`)).body.availability;
    };
    expect(await shown()).toBe("in_stock");
    const set = await inventory("PATCH", `/${variant.id}`, { low_stock_threshold: 11 });
    expect(set.body).toMatchObject({ low_stock_threshold: 11, low_stock: true });
    expect(await shown()).toBe("low_stock");
    expect((await readBack(variant.product_id)).availability).toBe("low_stock");
    const reset = await inventory("PATCH", `/${variant.id}`, { low_stock_threshold: null });
    expect(reset.body).toMatchObject({ low_stock_threshold: 6, low_stock: false });
    expect(await shown()).toBe("in_stock");
  });
});

describe("locations", () => {
  it("are made, changed under If-Match, listed by priority and deleted while they never had anything", async () => {
    const place = await makeLocation({ priority: 3 });
    const { data } = (await inventory<Page<Location>>("GET", "/locations")).body;
    expect(data[0]).toMatchObject({ id: MAIN, is_main: true, active: true });
    expect(data.map((each) => each.priority)).toEqual(
      data.map((each) => each.priority).sort((a, b) => a - b),
    );
    const path = `/locations/${place.id}`;
    const renamed = await inventory<Location>(
      "PATCH",
      path,
      { name: `${place.name} 2` },
      { "If-Match": '"1"' },
    );
    expect(renamed).toMatchObject({
      status: 200,
      body: { name: `${place.name} 2`, version: 2, active: true },
    });
    expect((await inventory("PATCH", path, { priority: 1 }, { "If-Match": '"1"' })).status).toBe(412);
    expect((await inventory("DELETE", path, undefined, { "If-Match": '"1"' })).status).toBe(412);
    expect((await inventory("DELETE", path)).status).toBe(204);
    expect((await inventory("GET", path)).status).toBe(404);
    expect(await actionsOn(place.id)).toEqual(["location.create", "location.update", "location.delete"]);
  });

  it("with a history stay, the main one always does, and a name is given once", async () => {
    const variant = await makeVariant({ stock: 4 });
    const place = await makeLocation();
    await put(variant, place.id, 2);
    await put(variant, place.id, 0);
    const used = await inventory("DELETE", `/locations/${place.id}`);
    expect(used).toMatchObject({ status: 409, body: { code: "inventory.location_in_use" } });
    for (const [method, body] of [
      ["DELETE", undefined],
      ["PATCH", { active: false }],
    ] as const) {
      const refused = await inventory(method, `/locations/${MAIN}`, body);
      expect(refused).toMatchObject({ status: 409, body: { code: "inventory.main_location" } });
    }
    const other = await makeLocation();
    const taken = await inventory("PATCH", `/locations/${other.id}`, { name: place.name });
    expect(taken).toMatchObject({ status: 409, body: { code: "inventory.location_name_taken" } });
    expect((await inventory("POST", "/locations", { name: place.name })).status).toBe(409);
  });

  it("that are opened again give their stock to new orders, and shoppers see it", async () => {
    const variant = await makeVariant({ stock: 0 });
    const place = await makeLocation({ active: false });
    await put(variant, place.id, 8);
    const shown = async () => {
      await eventsDelivered();
      forgetIsolateMemory();
      return (await api<Product>("GET", `/api/v1/products/${variant.product_id}`)).body.availability;
    };
    expect(await shown()).toBe("out_of_stock");
    await inventory("PATCH", `/locations/${place.id}`, { active: true });
    expect(await shown()).toBe("in_stock");
    expect((await placeOrder(await readyCart([{ variant, quantity: 8 }]))).status).toBe(201);
  });

  it("that are deleted with an empty level do not bring an old ETag back", async () => {
    const variant = await makeVariant({ stock: 1 });
    const place = await makeLocation();
    await put(variant, place.id, 0);
    const before = await stockNow(variant);
    expect((await inventory("DELETE", `/locations/${place.id}`)).status).toBe(204);
    const after = await stockNow(variant);
    expect(after.levels).toHaveLength(1);
    expect(after.version).toBeGreaterThan(before.version);
  });
});
