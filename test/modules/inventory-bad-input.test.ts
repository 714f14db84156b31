import { beforeAll, describe, expect, it } from "vitest";
import { api, asStaff, value } from "../support/api.ts";
import { inventory, MAIN, NOWHERE } from "../support/inventory.ts";
import { pointersOf } from "../support/products.ts";
import { makeVariant, type TestVariant } from "../support/shop.ts";

let variant: TestVariant;
beforeAll(async () => {
  variant = await makeVariant({ stock: 10 });
});

/** Everything that a refused request must not have added to. */
function written(): Promise<number> {
  return value(
    `SELECT (SELECT COUNT(*) FROM stock_movements) + (SELECT COUNT(*) FROM stock_levels) + (SELECT SUM(version) FROM stock_levels)
       + (SELECT SUM(stock_version) FROM product_variants) + (SELECT COUNT(*) FROM locations) + (SELECT SUM(version) FROM locations)
       + (SELECT COUNT(*) FROM audit_log) + (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM idempotency_keys)`,
  );
}

type Row = [method: string, path: string, body: unknown, status: number, pointer: string];

const reason = "x";
const long = "x".repeat(501);
const move = (change: object) => ({
  variant_id: variant.id,
  from_location_id: MAIN,
  to_location_id: NOWHERE,
  quantity: 1,
  reason,
  ...change,
});

const table = (): Row[] => {
  const level = `/${variant.id}/levels/${MAIN}`;
  const sku = variant.sku;
  return [
    // reading
    ["GET", "?limit=0", undefined, 422, "#/query/limit"],
    ["GET", "?limit=101", undefined, 422, "#/query/limit"],
    ["GET", "?limit=-2", undefined, 422, "#/query/limit"],
    ["GET", "?cursor=nonsense", undefined, 422, "#/query/cursor"],
    ["GET", "?low_stock=maybe", undefined, 422, "#/query/low_stock"],
    ["GET", "?variant_id=1", undefined, 422, "#/query/variant_id"],
    ["GET", `?q=${"x".repeat(101)}`, undefined, 422, "#/query/q"],
    ["GET", "?archived=yes", undefined, 422, "#/query/archived"],
    ["GET", "/not-an-id", undefined, 422, "#/path/variant_id"],
    ["GET", `/${NOWHERE}`, undefined, 404, ""],
    ["GET", "/movements?kind=theft", undefined, 422, "#/query/kind"],
    ["GET", "/movements?from=yesterday", undefined, 422, "#/query/from"],
    ["GET", "/movements?to=2026-13-01T00:00:00Z", undefined, 422, "#/query/to"],
    ["GET", "/movements?sort=delta", undefined, 422, "#/query/sort"],
    ["GET", "/movements?location_id=main", undefined, 422, "#/query/location_id"],
    ["GET", "/reservations?order_id=1", undefined, 422, "#/query/order_id"],
    ["GET", "/reservations?cursor=e30", undefined, 422, "#/query/cursor"],
    ["GET", "/checks?limit=x", undefined, 422, "#/query/limit"],
    // counting
    ["PUT", level, { on_hand: -1, reason }, 422, "#/on_hand"],
    ["PUT", level, { on_hand: 1.5, reason }, 422, "#/on_hand"],
    ["PUT", level, { on_hand: "5", reason }, 422, "#/on_hand"],
    ["PUT", level, { on_hand: 1e12, reason }, 422, "#/on_hand"],
    ["PUT", level, { on_hand: 5 }, 422, "#/reason"],
    ["PUT", level, { on_hand: 5, reason: " " }, 422, "#/reason"],
    ["PUT", level, { on_hand: 5, reason, reserved: 0 }, 422, "#/reserved"],
    ["PUT", `/${NOWHERE}/levels/${MAIN}`, { on_hand: 5, reason }, 404, ""],
    ["PUT", `/${variant.id}/levels/${NOWHERE}`, { on_hand: 5, reason }, 404, ""],
    ["PUT", `/${variant.id}/levels/main`, { on_hand: 5, reason }, 422, "#/path/location_id"],
    // adjusting
    ["POST", "/adjustments", { sku, delta: 0, reason }, 422, "#/delta"],
    ["POST", "/adjustments", { sku, delta: 1e9, reason }, 422, "#/delta"],
    ["POST", "/adjustments", { sku, delta: 1, reason: long }, 422, "#/reason"],
    ["POST", "/adjustments", { sku, delta: 1, reason: "a\u0000b" }, 422, "#/reason"],
    ["POST", "/adjustments", { sku: "NOPE", delta: 1, reason }, 422, "#/sku"],
    ["POST", "/adjustments", { variant_id: NOWHERE, delta: 1, reason }, 422, "#/variant_id"],
    ["POST", "/adjustments", { sku, location_id: NOWHERE, delta: 1, reason }, 422, "#/location_id"],
    ["POST", "/adjustments", { sku, variant_id: variant.id, delta: 1, reason }, 422, "#/variant_id"],
    ["POST", "/adjustments", { sku, delta: -11, reason }, 409, ""],
    // transferring
    ["POST", "/transfers", move({ to_location_id: MAIN }), 422, "#/to_location_id"],
    ["POST", "/transfers", move({}), 422, "#/to_location_id"],
    [
      "POST",
      "/transfers",
      move({ from_location_id: NOWHERE, to_location_id: MAIN }),
      422,
      "#/from_location_id",
    ],
    ["POST", "/transfers", move({ quantity: 0 }), 422, "#/quantity"],
    ["POST", "/transfers", move({ quantity: -3 }), 422, "#/quantity"],
    ["POST", "/transfers", move({ quantity: null }), 422, "#/quantity"],
    ["POST", "/transfers", move({ variant_id: NOWHERE }), 422, "#/variant_id"],
    ["POST", "/transfers", move({ variant_id: undefined }), 422, "#/variant_id"],
    ["POST", "/transfers", move({ reason: undefined }), 422, "#/reason"],
    // receiving
    ["POST", "/receipts", { items: [] }, 422, "#/items"],
    ["POST", "/receipts", { items: [{ sku, quantity: 0 }] }, 422, "#/items/0/quantity"],
    ["POST", "/receipts", { items: [{ quantity: 1 }] }, 422, "#/items/0/variant_id"],
    [
      "POST",
      "/receipts",
      {
        items: [
          { sku, quantity: 1 },
          { sku: "NO", quantity: 1 },
        ],
      },
      422,
      "#/items/1/sku",
    ],
    ["POST", "/receipts", { items: [{ variant_id: NOWHERE, quantity: 1 }] }, 422, "#/items/0/variant_id"],
    ["POST", "/receipts", { location_id: NOWHERE, items: [{ sku, quantity: 1 }] }, 422, "#/location_id"],
    ["POST", "/receipts", { items: Array(501).fill({ sku, quantity: 1 }) }, 422, "#/items"],
    ["POST", "/receipts", { reference: "", items: [{ sku, quantity: 1 }] }, 422, "#/reference"],
    // policies
    ["PATCH", `/${variant.id}`, { low_stock_threshold: -1 }, 422, "#/low_stock_threshold"],
    ["PATCH", `/${variant.id}`, { backorder: { limit: -1 } }, 422, "#/backorder/limit"],
    ["PATCH", `/${variant.id}`, { backorder: { limit: 0.5 } }, 422, "#/backorder/limit"],
    ["PATCH", `/${variant.id}`, { backorder: { allowed: "yes" } }, 422, "#/backorder/allowed"],
    ["PATCH", `/${variant.id}`, { backorder: true }, 422, "#/backorder"],
    ["PATCH", `/${variant.id}`, { on_hand: 5 }, 422, "#/on_hand"],
    ["PATCH", `/${NOWHERE}`, { low_stock_threshold: 1 }, 404, ""],
    // locations
    ["POST", "/locations", {}, 422, "#/name"],
    ["POST", "/locations", { name: " " }, 422, "#/name"],
    ["POST", "/locations", { name: "n".repeat(101) }, 422, "#/name"],
    ["POST", "/locations", { name: "Main warehouse" }, 409, ""],
    ["POST", "/locations", { name: "n", priority: -1 }, 422, "#/priority"],
    ["POST", "/locations", { name: "n", active: 1 }, 422, "#/active"],
    ["PATCH", `/locations/${MAIN}`, { active: false }, 409, ""],
    ["PATCH", `/locations/${MAIN}`, { name: null }, 422, "#/name"],
    ["PATCH", `/locations/${NOWHERE}`, { name: "n" }, 404, ""],
    ["GET", `/locations/${NOWHERE}`, undefined, 404, ""],
    ["DELETE", `/locations/${NOWHERE}`, undefined, 404, ""],
    ["DELETE", `/locations/${MAIN}`, undefined, 409, ""],
    ["DELETE", "/locations/main", undefined, 422, "#/path/id"],
    // repairing
    ["POST", "/checks/repair", { dry_run: "no" }, 422, "#/dry_run"],
    ["POST", "/checks/repair", { force: true }, 422, "#/force"],
  ];
};

describe("bad input", () => {
  it("is refused with a problem that points at it, and nothing is written", async () => {
    const before = await written();
    for (const [method, path, body, status, pointer] of table()) {
      const headers = method === "PUT" ? { "If-Match": "*" } : {};
      const answer = await inventory(method, path, body, headers);
      const name = `${method} ${path} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`;
      expect(answer.status, name).toBe(status);
      expect(answer.headers.get("Content-Type"), name).toBe("application/problem+json");
      expect(answer.body["code"], name).toEqual(expect.stringMatching(/^[a-z_]+\.[a-z_]+$/));
      if (pointer !== "") expect(pointersOf(answer), name).toContain(pointer);
    }
    expect(await written()).toBe(before);
  });

  it("a count without If-Match is 428, with one that names no version 412", async () => {
    const path = `/${variant.id}/levels/${MAIN}`;
    const body = { on_hand: 5, reason };
    expect(await inventory("PUT", path, body)).toMatchObject({
      status: 428,
      body: { code: "inventory.precondition_required" },
    });
    for (const tag of ['"nonsense"', '"999999"', "7", 'W/"1"']) {
      expect((await inventory("PUT", path, body, { "If-Match": tag })).status, tag).toBe(412);
    }
    expect(await value("SELECT on_hand FROM stock_levels WHERE variant_id = ?", variant.id)).toBe(10);
  });

  it("malformed JSON is 400, another content type 415", async () => {
    const headers = await asStaff(["inventory:manage"]);
    for (const [method, path] of [
      ["POST", "/adjustments"],
      ["POST", "/transfers"],
      ["POST", "/receipts"],
      ["POST", "/locations"],
      ["POST", "/checks/repair"],
      ["PATCH", `/${variant.id}`],
      ["PATCH", `/locations/${MAIN}`],
      ["PUT", `/${variant.id}/levels/${MAIN}`],
    ] as const) {
      const call = (text: string, type: string) =>
        api(method, `/api/v1/inventory${path}`, { text, headers: { ...headers, "Content-Type": type } });
      expect((await call("{ not json", "application/json")).status, path).toBe(400);
      expect((await call("a=1", "application/x-www-form-urlencoded")).status, path).toBe(415);
    }
  });
});
