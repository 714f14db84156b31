import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canTransition,
  ORDER_STATUSES,
  ORDER_TRANSITIONS,
  type OrderAction,
  type OrderStatus,
  transition,
} from "../../src/modules/orders/orders.machine.ts";
import { DomainError } from "../../src/platform/errors.ts";

const ACTIONS = Object.keys(ORDER_TRANSITIONS) as OrderAction[];
const orderIn = (status: OrderStatus, version = 1) => ({ id: "order-1", status, version });

function allowedIn(status: OrderStatus): OrderAction[] {
  return ACTIONS.filter((action) => canTransition(status, action));
}

function refusalOf(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The edges of DESIGN section 6, written out by hand: from -> to. */
const LIFE_CYCLE = new Set([
  "pending_payment confirmed",
  "confirmed processing",
  "processing shipped",
  "shipped delivered",
  "delivered completed",
  "pending_payment payment_failed",
  "payment_failed pending_payment",
  "payment_failed confirmed",
  "pending_payment expired",
  "payment_failed expired",
  "expired confirmed",
  "pending_payment cancelled",
  "payment_failed cancelled",
  "confirmed cancelled",
  "processing cancelled",
]);

/** Steps that leave the order where it is: late money that goes back. */
const STANDING = new Set(["expired expired", "cancelled cancelled"]);

describe("the life cycle of an order", () => {
  it("has exactly the edges of the design", () => {
    const edges = ACTIONS.flatMap((action) =>
      ORDER_TRANSITIONS[action].from.map((from) => `${from} ${ORDER_TRANSITIONS[action].to}`),
    );
    expect(new Set(edges)).toEqual(new Set([...LIFE_CYCLE, ...STANDING]));
  });

  it("is never left by any path of actions, and every refusal says order.transition_refused", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 60 }), (path) => {
        let order = orderIn("pending_payment");
        for (const action of path) {
          const from = order.status;
          if (canTransition(from, action)) {
            const step = transition(order, action);
            expect(step).toMatchObject({ orderId: order.id, from, seq: order.version + 1, action });
            const edge = `${step.from} ${step.to}`;
            expect(LIFE_CYCLE.has(edge) || STANDING.has(edge)).toBe(true);
            expect(ORDER_STATUSES).toContain(step.to);
            order = orderIn(step.to, step.seq);
          } else {
            const refusal = refusalOf(() => transition(order, action));
            expect(refusal).toMatchObject({
              code: "order.transition_refused",
              status: 409,
              facts: { order_status: from, action },
            });
            expect(refusal.message).toContain(from);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("reaches every state from the first one", () => {
    const reached = new Set<OrderStatus>(["pending_payment"]);
    for (const status of reached) {
      for (const action of allowedIn(status)) reached.add(ORDER_TRANSITIONS[action].to);
    }
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it("ends when the order is completed or cancelled", () => {
    expect(allowedIn("completed")).toEqual([]);
    expect(allowedIn("cancelled")).toEqual(["refuse_cancelled"]);
    expect(transition(orderIn("cancelled"), "refuse_cancelled").to).toBe("cancelled");
  });

  it("leaves an expired order only when its money arrives late", () => {
    expect(allowedIn("expired")).toEqual(["settle_late", "refuse_late"]);
    expect(transition(orderIn("expired", 3), "settle_late")).toMatchObject({ to: "confirmed", seq: 4 });
    expect(() => transition(orderIn("expired"), "settle")).toThrow(DomainError);
    expect(() => transition(orderIn("expired"), "cancel")).toThrow(DomainError);
  });

  it("cannot be cancelled once it has shipped", () => {
    const cancellable = ORDER_STATUSES.filter((status) => canTransition(status, "cancel"));
    expect(cancellable).toEqual(["pending_payment", "payment_failed", "confirmed", "processing"]);
  });

  it("can be paid again after a failed payment, and not a second time once it is paid", () => {
    expect(transition(orderIn("payment_failed"), "retry_payment").to).toBe("pending_payment");
    expect(transition(orderIn("payment_failed"), "settle").to).toBe("confirmed");
    expect(() => transition(orderIn("confirmed"), "settle")).toThrow(DomainError);
    expect(() => transition(orderIn("confirmed"), "expire")).toThrow(DomainError);
  });

  it("keeps the reason of a step, and none when there is none", () => {
    expect(transition(orderIn("confirmed"), "cancel", "changed my mind").reason).toBe("changed my mind");
    expect(transition(orderIn("confirmed"), "cancel")).not.toHaveProperty("reason");
  });
});
