import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, type Demand, type Level } from "../../src/modules/inventory/allocate.ts";

const demandOf = (orderLineId: string, quantity: number, variantId = "v1"): Demand => ({
  orderLineId,
  variantId,
  sku: `SKU-${variantId}`,
  quantity,
});
const levelOf = (
  location_id: string,
  available: number,
  backorder = 0,
  backorder_limit: number | null = null,
  variant_id = "v1",
): Level => ({ variant_id, location_id, available, backorder, backorder_limit });

const variantId = fc.constantFrom("v1", "v2", "v3");
const demands = fc
  .array(fc.record({ variantId, quantity: fc.integer({ min: 1, max: 20 }) }), { maxLength: 8 })
  .map((list) => list.map((each, index) => demandOf(`line-${index}`, each.quantity, each.variantId)));
const levels = (backorder: fc.Arbitrary<number>) =>
  fc.uniqueArray(
    fc.record({
      variant_id: variantId,
      location_id: fc.constantFrom("a", "b", "c"),
      available: fc.integer({ min: -3, max: 15 }),
      backorder,
      backorder_limit: fc.option(fc.integer({ min: 0, max: 10 })),
    }),
    { selector: (level) => `${level.variant_id} ${level.location_id}` },
  );

function given(allocations: ReturnType<typeof allocate>["allocations"], level: Level): number {
  return allocations
    .filter((each) => each.variantId === level.variant_id && each.locationId === level.location_id)
    .reduce((sum, each) => sum + each.quantity, 0);
}

describe("allocating stock", () => {
  it("never takes more from a location than it has", () => {
    fc.assert(
      fc.property(demands, levels(fc.constant(0)), (wanted, stock) => {
        const { allocations } = allocate(wanted, stock);
        for (const level of stock) {
          expect(given(allocations, level)).toBeLessThanOrEqual(Math.max(0, level.available));
        }
        expect(allocations.every((each) => each.quantity > 0)).toBe(true);
      }),
    );
  });

  it("gives a line all that it asks for, or nothing and says what is short", () => {
    fc.assert(
      fc.property(demands, levels(fc.constantFrom(0, 1)), (wanted, stock) => {
        const { allocations, shortages } = allocate(wanted, stock);
        const short = [...shortages];
        for (const demand of wanted) {
          const got = allocations
            .filter((each) => each.orderLineId === demand.orderLineId)
            .reduce((sum, each) => sum + each.quantity, 0);
          if (got === demand.quantity) continue;
          expect(got).toBe(0);
          const shortage = short.shift();
          expect(shortage).toMatchObject({ variant_id: demand.variantId, requested: demand.quantity });
          expect(shortage?.available).toBeLessThan(demand.quantity);
        }
        expect(short).toEqual([]);
      }),
    );
  });

  it("never promises more than a level's stock and its back-order limit", () => {
    fc.assert(
      fc.property(demands, levels(fc.constantFrom(0, 1)), (wanted, stock) => {
        const { allocations } = allocate(wanted, stock);
        for (const level of stock) {
          const beyond = level.backorder === 1 ? (level.backorder_limit ?? Infinity) : 0;
          expect(given(allocations, level)).toBeLessThanOrEqual(Math.max(0, level.available + beyond));
        }
      }),
    );
  });

  it("is never short of a variant that one location takes any number of back-orders for", () => {
    fc.assert(
      fc.property(demands, levels(fc.constantFrom(0, 1)), (wanted, stock) => {
        const { shortages } = allocate(wanted, stock);
        for (const shortage of shortages) {
          const own = stock.filter((level) => level.variant_id === shortage.variant_id);
          expect(own.some((level) => level.backorder === 1 && level.backorder_limit === null)).toBe(false);
        }
      }),
    );
  });

  it("is short of a line that is alone with its variant only when all levels together lack something", () => {
    const single = fc.uniqueArray(fc.record({ variantId, quantity: fc.integer({ min: 1, max: 40 }) }), {
      selector: (demand) => demand.variantId,
    });
    fc.assert(
      fc.property(single, levels(fc.constantFrom(0, 1)), (list, stock) => {
        const wanted = list.map((each, index) => demandOf(`line-${index}`, each.quantity, each.variantId));
        const { shortages } = allocate(wanted, stock);
        for (const demand of wanted) {
          const inAll = stock
            .filter((level) => level.variant_id === demand.variantId)
            .map(({ available, backorder, backorder_limit }) =>
              Math.max(0, available + (backorder === 1 ? (backorder_limit ?? Infinity) : 0)),
            )
            .reduce((sum, each) => sum + each, 0);
          const shortage = shortages.find((each) => each.variant_id === demand.variantId);
          expect(shortage?.available).toBe(inAll < demand.quantity ? inAll : undefined);
        }
      }),
    );
  });

  it("takes everything from one location when one has everything on hand, from the first such one", () => {
    fc.assert(
      fc.property(demands, levels(fc.constantFrom(0, 1)), (wanted, stock) => {
        const has = (location: string) =>
          [...new Set(wanted.map((demand) => demand.variantId))].every((variant) => {
            const level = stock.find((each) => each.location_id === location && each.variant_id === variant);
            const asked = wanted.filter((demand) => demand.variantId === variant);
            return (level?.available ?? 0) >= asked.reduce((sum, demand) => sum + demand.quantity, 0);
          });
        const able = [...new Set(stock.map((level) => level.location_id))].filter(has);
        fc.pre(wanted.length > 0 && able.length > 0);
        const { allocations, shortages } = allocate(wanted, stock);
        expect(shortages).toEqual([]);
        expect(new Set(allocations.map((each) => each.locationId))).toEqual(new Set([able[0]]));
      }),
    );
  });

  it("splits a line over the locations in their order", () => {
    const stock = [levelOf("first", 3), levelOf("second", 2), levelOf("third", 5)];
    expect(allocate([demandOf("line", 6)], stock)).toEqual({
      allocations: [
        { orderLineId: "line", variantId: "v1", locationId: "first", quantity: 3 },
        { orderLineId: "line", variantId: "v1", locationId: "second", quantity: 2 },
        { orderLineId: "line", variantId: "v1", locationId: "third", quantity: 1 },
      ],
      shortages: [],
    });
  });

  it("leaves to a second line of the same variant only what the first did not take", () => {
    const result = allocate([demandOf("one", 4), demandOf("two", 2)], [levelOf("a", 5)]);
    expect(result.allocations.map((each) => each.orderLineId)).toEqual(["one"]);
    expect(result.shortages).toEqual([{ variant_id: "v1", sku: "SKU-v1", requested: 2, available: 1 }]);
  });

  it("takes the rest from the location with back-orders, after all stock is used up", () => {
    const stock = [levelOf("elastic", 2, 1), levelOf("firm", 3)];
    expect(allocate([demandOf("line", 10)], stock).allocations).toEqual([
      { orderLineId: "line", variantId: "v1", locationId: "elastic", quantity: 7 },
      { orderLineId: "line", variantId: "v1", locationId: "firm", quantity: 3 },
    ]);
  });

  it("asks the first location that has a whole order on hand before it splits", () => {
    const stock = [
      levelOf("near", 3),
      levelOf("near", 9, 0, null, "v2"),
      levelOf("far", 6),
      levelOf("far", 1, 0, null, "v2"),
    ];
    const result = allocate([demandOf("one", 6), demandOf("two", 1, "v2")], stock);
    expect(result.allocations.map((each) => each.locationId)).toEqual(["far", "far"]);
  });

  it("back-orders up to the limit, counting what is promised already", () => {
    const stock = [levelOf("elastic", -2, 1, 5), levelOf("firm", 3)];
    expect(allocate([demandOf("line", 6)], stock).allocations).toEqual([
      { orderLineId: "line", variantId: "v1", locationId: "firm", quantity: 3 },
      { orderLineId: "line", variantId: "v1", locationId: "elastic", quantity: 3 },
    ]);
    expect(allocate([demandOf("line", 7)], stock).shortages).toMatchObject([{ requested: 7, available: 6 }]);
  });

  it("reports how many are left, over all locations, and none for a variant without any level", () => {
    const wanted = [demandOf("a", 9), demandOf("b", 1, "v2")];
    expect(allocate(wanted, [levelOf("x", 3), levelOf("y", 4)])).toEqual({
      allocations: [],
      shortages: [
        { variant_id: "v1", sku: "SKU-v1", requested: 9, available: 7 },
        { variant_id: "v2", sku: "SKU-v2", requested: 1, available: 0 },
      ],
    });
  });

  it("counts oversold stock as none", () => {
    const { shortages } = allocate([demandOf("line", 1)], [levelOf("a", -2)]);
    expect(shortages).toMatchObject([{ available: 0 }]);
  });
});
