import { describe, expect, it } from "vitest";
import {
  captureBlocked,
  canDo,
  PAYMENT_TRANSITIONS,
  type PaymentAction,
  paymentTransitions,
  refundBlocked,
} from "../../src/modules/payments/payments.machine.ts";
import { PAYMENT_STATES } from "../../src/modules/payments/payments.table.ts";

const ACTIONS = Object.keys(PAYMENT_TRANSITIONS) as PaymentAction[];
const FULL = { captured: 100, refunded: 0, refunding: 0, disputed: 0 };

describe("the table of a payment", () => {
  const pairs = PAYMENT_STATES.flatMap((status) => ACTIONS.map((action) => [status, action] as const));

  it.each(pairs)("%s: %s is either in it or refused with a reason", (status, action) => {
    const offered = paymentTransitions({ status, ...FULL }, { status: "confirmed" });
    const found = offered.find((each) => each.action === action);
    const isInTable = (PAYMENT_TRANSITIONS[action].from as readonly string[]).includes(status);
    expect(found?.allowed).toBe(isInTable);
    expect(canDo(status, action)).toBe(isInTable);
    expect(found?.reason).toBe(
      isInTable ? undefined : `needs ${PAYMENT_TRANSITIONS[action].from.join(" or ")}, is ${status}`,
    );
  });

  it("lets nothing go back of what is gone: all refunded, on its way, disputed or lent to another order", () => {
    expect(refundBlocked(FULL)).toBeUndefined();
    expect(refundBlocked({ ...FULL, refunded: 60, refunding: 40 })).toBe("nothing is left to give back");
    expect(refundBlocked({ ...FULL, credited: 100 })).toBe("nothing is left to give back");
    expect(refundBlocked({ ...FULL, disputed: 1 })).toContain("disputes");
  });

  it("lets nothing be captured for an order that is closed", () => {
    expect(captureBlocked({ status: "confirmed" })).toBeUndefined();
    expect(captureBlocked({ status: "cancelled" })).toBe("its order is cancelled");
    expect(captureBlocked({ status: "expired" })).toBe("its order is expired");
  });
});
