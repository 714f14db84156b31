import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FULFILLMENT_STATES,
  FULFILLMENT_TRANSITIONS,
  type FulfillmentAction,
  stateAfter,
} from "../../src/modules/fulfillment/fulfillment.machine.ts";
import { plannedUnits } from "../../src/modules/fulfillment/plan-units.ts";
import { sendingRefused } from "../../src/modules/fulfillment/sending-guards.ts";
import { portionsOf } from "../../src/modules/inventory/reservation-portions.ts";
import { fulfillmentStepsAfter } from "../../src/modules/orders/fulfillment-steps.ts";
import { ORDER_STATUSES, ORDER_TRANSITIONS } from "../../src/modules/orders/orders.machine.ts";
import { DomainError } from "../../src/platform/errors.ts";

const ACTIONS = Object.keys(FULFILLMENT_TRANSITIONS) as FulfillmentAction[];

/** The life cycle of the design, written out by hand: "state action" -> state. */
const LIFE_CYCLE = new Map([
  ["created ship", "shipped"],
  ["shipped deliver", "delivered"],
  ["created cancel", "cancelled"],
]);

const PAIRS = FULFILLMENT_STATES.flatMap((state) => ACTIONS.map((action) => [state, action] as const));

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("the life cycle of a fulfillment", () => {
  it.each(PAIRS)("%s, %s: is in the table or refused with its reason", (state, action) => {
    const to = LIFE_CYCLE.get(`${state} ${action}`);
    if (to !== undefined) {
      expect(stateAfter(state, action)).toBe(to);
      return;
    }
    const refusal = errorOf(() => stateAfter(state, action));
    expect(refusal).toBeInstanceOf(DomainError);
    const needed = FULFILLMENT_TRANSITIONS[action].from.join(" or ");
    expect(refusal).toMatchObject({
      code: "fulfillment.transition_refused",
      status: 409,
      message: `The fulfillment cannot ${action}: it needs ${needed}, is ${state}.`,
      facts: { fulfillment_status: state, action },
    });
  });
});

describe("the steps of an order whose units get ahead", () => {
  const line = fc
    .tuple(fc.nat(4), fc.nat(4), fc.nat(4))
    .map((numbers) => [...numbers].sort((a, b) => a - b))
    .map(([delivered = 0, shipped = 0, quantity = 0]) => ({ quantity, shipped, delivered }));

  it("follow one another in the table of the order, and end where the units are", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ORDER_STATUSES),
        fc.integer({ min: 1, max: 50 }),
        fc.array(line, { minLength: 1, maxLength: 4 }),
        (status, version, lines) => {
          const steps = fulfillmentStepsAfter({ id: "order", status, version }, lines);
          let at = { status, version };
          for (const step of steps) {
            const { from, to }: { from: readonly string[]; to: string } =
              ORDER_TRANSITIONS[step.action as keyof typeof ORDER_TRANSITIONS];
            expect(from).toContain(at.status);
            expect(step).toMatchObject({ from: at.status, to, seq: at.version + 1 });
            at = { status: step.to, version: step.seq };
          }
          const sum = (pick: "quantity" | "shipped" | "delivered") =>
            lines.reduce((all, each) => all + each[pick], 0);
          const isUnderWay = ["confirmed", "processing", "shipped"].includes(status);
          const isSent = sum("shipped") > 0 && sum("shipped") === sum("quantity");
          if (!isUnderWay || !isSent) expect(steps).toEqual([]);
          else expect(at.status).toBe(sum("delivered") === sum("quantity") ? "delivered" : "shipped");
        },
      ),
    );
  });
});

describe("what may be sent", () => {
  const unmade = { captured: 0, authorized: 0, refunded: 0, refunding: 0, disputed: 0 };
  const paid = [{ ...unmade, status: "succeeded", amount: 500, captured: 500 }];
  const sendable = ["confirmed", "processing", "shipped", "delivered", "completed"];

  it.each(ORDER_STATUSES)("of an order that is %s: all or nothing, with the reason", (status) => {
    const refused = sendingRefused({ status, hold: null, total: 500, currency: "USD", payments: paid });
    if (sendable.includes(status)) expect(refused).toBeUndefined();
    else {
      expect(refused).toMatchObject({
        code: "fulfillment.order_not_fulfillable",
        facts: { order_status: status },
      });
    }
  });

  it("nothing while the order is on hold or something is to be paid", () => {
    const order = { status: "confirmed", hold: null, total: 500, currency: "USD", payments: paid } as const;
    expect(sendingRefused({ ...order, hold: "disputed" })).toMatchObject({ code: "fulfillment.on_hold" });
    const owed = [...paid, { ...unmade, status: "pending", amount: 70 }];
    expect(sendingRefused({ ...order, payments: owed })).toMatchObject({
      code: "fulfillment.unpaid",
      facts: { outstanding: { amount: 70, currency: "USD" } },
    });
    const authorized = [{ ...unmade, status: "requires_capture", amount: 500, authorized: 500 }];
    expect(sendingRefused({ ...order, payments: authorized })).toBeUndefined();
    const givenBack = paid.map((payment) => ({ ...payment, refunded: 300, refunding: 200 }));
    expect(sendingRefused({ ...order, payments: givenBack })).toMatchObject({ code: "fulfillment.unpaid" });
    expect(sendingRefused({ ...order, total: 0, payments: [] })).toBeUndefined();
  });
});

describe("the units of a fulfillment", () => {
  const lines = [
    { id: "a", sku: "A", quantity: 3, fulfilled: 1, refunded: 0, returned: 0 },
    { id: "b", sku: "B", quantity: 2, fulfilled: 2, refunded: 0, returned: 0 },
    { id: "c", sku: "C", quantity: 0, fulfilled: 0, refunded: 0, returned: 0 },
  ];

  it("are all that is left unless they are named", () => {
    expect(plannedUnits(lines, undefined)).toEqual([{ id: "a", quantity: 2 }]);
    expect(plannedUnits(lines, [{ id: "a", quantity: 1 }])).toEqual([{ id: "a", quantity: 1 }]);
  });

  it("are none that were refunded and not sent, unless they are named", () => {
    const refunded = [{ id: "a", sku: "A", quantity: 5, fulfilled: 2, refunded: 3, returned: 1 }];
    expect(plannedUnits(refunded, undefined)).toEqual([{ id: "a", quantity: 1 }]);
    expect(plannedUnits(refunded, [{ id: "a", quantity: 3 }])).toEqual([{ id: "a", quantity: 3 }]);
  });

  it("are refused with what is left of each line", () => {
    expect(errorOf(() => plannedUnits(lines, [{ id: "a", quantity: 3 }]))).toMatchObject({
      code: "fulfillment.exceeds_order",
      facts: {
        items: [
          { id: "a", sku: "A", requested: 3, left: 2 },
          { id: "b", sku: "B", requested: 0, left: 0 },
          { id: "c", sku: "C", requested: 0, left: 0 },
        ],
      },
    });
    const done = lines.map((line) => ({ ...line, fulfilled: line.quantity }));
    expect(errorOf(() => plannedUnits(done, undefined))).toMatchObject({ code: "fulfillment.exceeds_order" });
  });

  it("must be of lines of the order, each named once", () => {
    const wanted = [
      { id: "a", quantity: 1 },
      { id: "x", quantity: 1 },
      { id: "a", quantity: 1 },
    ];
    expect(errorOf(() => plannedUnits(lines, wanted))).toMatchObject({
      code: "request.invalid",
      errors: [
        { pointer: "#/line_items/1/id", code: "unknown_line" },
        { pointer: "#/line_items/2/id", code: "duplicate" },
      ],
    });
  });
});

describe("portions of reservations", () => {
  it("give each line what is asked for, at most what is held, and never the same unit twice", () => {
    const held = fc.array(
      fc.record({ line: fc.constantFrom("a", "b"), quantity: fc.integer({ min: 1, max: 5 }) }),
    );
    const units = fc.record({ a: fc.nat(8), b: fc.nat(8) });
    fc.assert(
      fc.property(held, units, (rows, wanted) => {
        const reservations = rows.map(({ line, quantity }, index) => ({
          id: String(index),
          order_line_id: line,
          variant_id: "v",
          location_id: "l",
          quantity,
          state: "open" as const,
          fulfillment_id: null,
          sent: 0,
        }));
        const asked = Object.entries(wanted).map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
        const portions = portionsOf(reservations, asked);
        expect(new Set(portions.map(({ id }) => id)).size).toBe(portions.length);
        for (const { take, quantity } of portions) expect(take >= 1 && take <= quantity).toBe(true);
        for (const { orderLineId, quantity } of asked) {
          const sum = (all: number, row: { quantity: number }) => all + row.quantity;
          const there = reservations.filter((row) => row.order_line_id === orderLineId).reduce(sum, 0);
          const given = portions
            .filter((row) => row.order_line_id === orderLineId)
            .reduce((all, row) => all + row.take, 0);
          expect(given).toBe(Math.min(quantity, there));
        }
      }),
    );
  });
});
