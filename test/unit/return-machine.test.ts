import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { returnableUnits } from "../../src/modules/returns/returnable.ts";
import { lowered, shippingCostOf } from "../../src/modules/returns/refund-value.ts";
import { returnTransitionsView } from "../../src/modules/returns/return-guards.ts";
import {
  RETURN_STATUSES,
  RETURN_TRANSITIONS,
  type ReturnAction,
  returnStatusAfter,
} from "../../src/modules/returns/returns.machine.ts";
import type { ReturnRow } from "../../src/modules/returns/returns.repo.ts";
import type { OrderLineJson } from "../../src/modules/orders/index.ts";
import { DomainError } from "../../src/platform/errors.ts";

const ACTIONS = Object.keys(RETURN_TRANSITIONS) as ReturnAction[];

/** The life cycle of the design, written out by hand: "state action" -> state. */
const LIFE_CYCLE = new Map([
  ["requested approve", "approved"],
  ["requested reject", "rejected"],
  ["requested cancel", "cancelled"],
  ["approved cancel", "cancelled"],
  ["approved receive_part", "approved"],
  ["approved receive", "received"],
  ["received refund", "refunded"],
  ["received exchange", "refunded"],
  ["refunded refund", "refunded"],
]);

const PAIRS = RETURN_STATUSES.flatMap((status) => ACTIONS.map((action) => [status, action] as const));

describe("the life cycle of a return", () => {
  it.each(PAIRS)("%s, %s: is in the table or refused with its reason", (status, action) => {
    const to = LIFE_CYCLE.get(`${status} ${action}`);
    if (to !== undefined) {
      expect(returnStatusAfter(status, action)).toBe(to);
      return;
    }
    let refusal: unknown;
    try {
      returnStatusAfter(status, action);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(DomainError);
    const needed = RETURN_TRANSITIONS[action].from.join(" or ");
    expect(refusal).toMatchObject({
      code: "return.transition_refused",
      status: 409,
      facts: { return_status: status, action, reason: `needs ${needed}, is ${status}` },
    });
  });

  it("reaches every state from the first one", () => {
    const reached = new Set<string>(["requested"]);
    for (const status of reached) {
      for (const [step, to] of LIFE_CYCLE) if (step.startsWith(`${status} `)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...RETURN_STATUSES].sort());
  });
});

function rowIn(status: ReturnRow["status"], more: Partial<ReturnRow> = {}): ReturnRow {
  return {
    id: "r",
    order_id: "o",
    order_number: "N",
    currency: "USD",
    status,
    reason: null,
    answer: null,
    label: null,
    wants_exchange: 0,
    refund_amount: null,
    exchange_order_id: null,
    requested_by: "customer",
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
    version: 1,
    lines: JSON.stringify([{ id: "l", quantity: 2, restocked: 0, written_off: 0 }]),
    refunds: "[]",
    ...more,
  };
}

const offered = (row: ReturnRow, isStaff: boolean) =>
  returnTransitionsView(row, isStaff).map(({ action, allowed }) => `${action} ${allowed ? "yes" : "no"}`);

describe("what is offered", () => {
  it("to customers is calling it off, while nobody has agreed to it", () => {
    expect(offered(rowIn("requested"), false)).toEqual(["cancel yes"]);
    for (const status of RETURN_STATUSES.filter((each) => each !== "requested")) {
      expect(offered(rowIn(status), false), status).toEqual(["cancel no"]);
    }
  });

  it("always has a reason for what is refused", () => {
    for (const status of RETURN_STATUSES) {
      for (const offer of returnTransitionsView(rowIn(status), true)) {
        expect(offer.allowed === (offer.reason === undefined), `${status} ${offer.action}`).toBe(true);
      }
    }
  });

  it("is no cancelling once something has come back", () => {
    const some = { lines: JSON.stringify([{ id: "l", quantity: 2, restocked: 1, written_off: 0 }]) };
    expect(offered(rowIn("approved"), true)).toContain("cancel yes");
    expect(offered(rowIn("approved", some), true)).toContain("cancel no");
  });

  it("is refunding again only when a refund has failed", () => {
    const refund = { amount: 500, status: "succeeded" };
    const row = (status: string) =>
      rowIn("refunded", { refund_amount: 500, refunds: JSON.stringify([{ ...refund, status }]) });
    for (const status of ["requested", "pending", "requires_action", "succeeded"]) {
      expect(offered(row(status), true), status).toContain("refund no");
    }
    for (const status of ["failed", "canceled"]) {
      expect(offered(row(status), true), status).toContain("refund yes");
    }
    expect(offered(rowIn("refunded", { refund_amount: 0 }), true)).toContain("refund no");
  });
});

describe("what can be returned", () => {
  const now = new Date("2026-06-30T12:00:00.000Z");
  const line = (more: Partial<OrderLineJson>) =>
    ({ id: "l", quantity: 5, fulfilled: 5, shipped: 0, in_return: 0, returned: 0, ...more }) as OrderLineJson;
  const units = (more: Partial<OrderLineJson>, delivered: [number, string][], days = 14) =>
    returnableUnits(
      [line(more)],
      delivered.map(([quantity, delivered_at]) => ({ order_line_id: "l", quantity, delivered_at })),
      days,
      now,
    ).get("l");

  it("is for customers what was delivered within the time, for staff what was sent", () => {
    expect(units({ shipped: 0 }, [])).toEqual({ byStaff: 0, delivered: 0, byCustomer: 0 });
    expect(units({ shipped: 5 }, [])).toEqual({ byStaff: 5, delivered: 0, byCustomer: 0 });
    const delivered: [number, string][] = [
      [2, "2026-06-16T11:59:59.999Z"],
      [1, "2026-06-16T12:00:00.000Z"],
    ];
    expect(units({ shipped: 5 }, delivered)).toEqual({ byStaff: 5, delivered: 3, byCustomer: 1 });
    expect(units({ shipped: 5 }, delivered, 0)).toEqual({ byStaff: 5, delivered: 3, byCustomer: 0 });
  });

  it("counts what is being returned already as what was delivered first", () => {
    const delivered: [number, string][] = [
      [2, "2026-01-01T00:00:00.000Z"],
      [2, "2026-06-29T00:00:00.000Z"],
    ];
    expect(units({ shipped: 5, in_return: 2 }, delivered)).toMatchObject({ byStaff: 3, byCustomer: 2 });
    expect(units({ shipped: 5, in_return: 3 }, delivered)).toMatchObject({ byStaff: 2, byCustomer: 1 });
    expect(units({ shipped: 5, in_return: 5 }, delivered)).toMatchObject({ byStaff: 0, byCustomer: 0 });
  });
});

describe("money of a return", () => {
  it("lowered to any amount is still the sum of its parts", () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        amounts,
        fc.nat(100_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (parts, shipping, share) => {
          const lines = parts.map((amount, at) => ({ order_line_id: `${at}`, quantity: 1, amount }));
          const whole = parts.reduce((sum, part) => sum + part, shipping);
          const amount = Math.floor(whole * share);
          const less = lowered({ lines, shipping, amount: whole }, amount);
          expect(less.lines.reduce((sum, line) => sum + line.amount, less.shipping)).toBe(amount);
          for (const [at, line] of less.lines.entries())
            expect(line.amount).toBeLessThanOrEqual(parts[at] ?? 0);
          expect(less.shipping).toBeLessThanOrEqual(shipping);
        },
      ),
    );
  });

  it("has the tax on shipping with shipping, where it is added", () => {
    const pricing = (pricesIncludeTax: boolean) =>
      JSON.stringify({
        pricesIncludeTax,
        shippingTaxes: [
          [0, 500, 44],
          [1, 500, 6],
        ],
      });
    expect(shippingCostOf({ shipping: 500, pricing: pricing(false) })).toBe(550);
    expect(shippingCostOf({ shipping: 500, pricing: pricing(true) })).toBe(500);
    expect(shippingCostOf({ shipping: 500, pricing: null })).toBe(500);
  });
});
