import { hasPermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type DomainError, invalidInput } from "../../platform/errors.ts";
import { defineFlag, flagValue, isEnabledFor } from "../../platform/flags.ts";
import { changeOrder, happening, isErased, linesOf, orderOrThrow } from "../orders/index.ts";
import { returnOrThrow } from "./get-return.ts";
import { type Returnable, returnableUnits } from "./returnable.ts";
import { exceedsShipped, notAccepted, notDelivered, periodOver } from "./returns.errors.ts";
import { returnRequested } from "./returns.events.ts";
import {
  findDeliveredUnits,
  IN_RETURN_WITHIN_SHIPPED,
  insertReturnStmts,
  type ReturnRow,
} from "./returns.repo.ts";
import type { RequestReturn } from "./returns.schema.ts";

export const returnsOpen = defineFlag({
  name: "returns",
  kind: "rollout",
  description: "Customers may ask for returns, by customer or guest's order; staff always may",
  default: () => true,
});

/**
 * Asks for units of an order to be taken back: by the customer, for a time after delivery, or by staff once they were sent.
 * From now on they cannot be returned a second time. Of an order whose person was erased the reasons are not kept.
 * @throws resource.not_found for orders that the caller may not see; return.not_accepted by the flag "returns"; return.exceeds_shipped, return.not_delivered, return.period_over
 *   with what can be returned of each line
 */
export async function requestReturn(
  ctx: Ctx,
  orderId: string,
  orderToken: string | undefined,
  input: RequestReturn,
): Promise<ReturnRow> {
  const isStaff = hasPermission(ctx, "order:manage");
  const asked = await orderOrThrow(ctx, orderId, orderToken);
  if (!isStaff && !isEnabledFor(ctx, returnsOpen, asked.customer_id ?? asked.id)) {
    throw notAccepted(flagValue(ctx, returnsOpen).message ?? "Please write to the shop.");
  }
  const id = ctx.newId();
  const now = isoTime(ctx.now());
  const wanted = input.line_items;
  await changeOrder(ctx, orderId, async (order) => {
    const lines = linesOf(order);
    requireKnownLines(
      wanted,
      lines.map((line) => line.id),
    );
    const delivered = isStaff ? [] : await findDeliveredUnits(ctx, orderId);
    const returnable = returnableUnits(lines, delivered, ctx.config.RETURN_DAYS, ctx.now());
    requireReturnable(wanted, returnable, isStaff);
    // Words about somebody who was erased would never be erased again.
    const words = (text: string | undefined) => (isErased(order) ? null : (text ?? null));
    const made = {
      id,
      orderId,
      status: "requested" as const,
      reason: words(input.reason),
      wantsExchange: input.exchange,
      requestedBy: isStaff ? ("staff" as const) : ("customer" as const),
      createdAt: now,
      updatedAt: now,
    };
    const units = wanted.map((line) => ({ id: line.id, quantity: line.quantity }));
    return {
      steps: [happening(order, "return_requested", { return_id: id, line_items: units })],
      statements: insertReturnStmts(
        ctx,
        made,
        wanted.map((line) => ({
          orderLineId: line.id,
          quantity: line.quantity,
          reason: words(line.reason),
        })),
      ),
      events: [returnRequested({ order_id: orderId, return_id: id })],
      audit: { action: "return.request", after: { return_id: id, line_items: units } },
      constraints: { [IN_RETURN_WITHIN_SHIPPED]: () => exceedsError(wanted, returnable, isStaff) },
      result: undefined,
    };
  });
  return returnOrThrow(ctx, id);
}

type Wanted = RequestReturn["line_items"];

/** @throws request.invalid for lines that the order, or the return, does not have */
export function requireKnownLines(wanted: readonly { id: string }[], known: readonly string[]): void {
  const unknown = wanted.flatMap(({ id }, index) => (known.includes(id) ? [] : [index]));
  if (unknown.length === 0) return;
  throw invalidInput("There is no such line.", {
    errors: unknown.map((index) => ({
      pointer: `#/line_items/${index}/id`,
      code: "unknown_line",
      message: "is no line of it",
    })),
  });
}

/** What stands in the way is told from the plainest to the most particular: never sent, not there yet, too long ago. */
function requireReturnable(
  wanted: Wanted,
  returnable: ReadonlyMap<string, Returnable>,
  isStaff: boolean,
): void {
  const exceeds = (pick: (units: Returnable) => number) =>
    wanted.some(({ id, quantity }) => quantity > pick(returnable.get(id) ?? NOTHING));
  if (exceeds((units) => units.byStaff)) throw exceedsError(wanted, returnable, isStaff);
  if (isStaff) return;
  const facts = factsOf(wanted, returnable, isStaff);
  if (exceeds((units) => units.delivered)) {
    throw notDelivered("What is still on its way can be returned once it has arrived.", { facts });
  }
  if (exceeds((units) => units.byCustomer)) {
    throw periodOver("The time in which this can be returned is over.", { facts });
  }
}

const NOTHING: Returnable = { byStaff: 0, delivered: 0, byCustomer: 0 };

function exceedsError(
  wanted: Wanted,
  returnable: ReadonlyMap<string, Returnable>,
  isStaff: boolean,
): DomainError {
  return exceedsShipped("That is more than was sent and is not being returned already.", {
    facts: factsOf(wanted, returnable, isStaff),
  });
}

function factsOf(wanted: Wanted, returnable: ReadonlyMap<string, Returnable>, isStaff: boolean) {
  return {
    line_items: wanted.map(({ id, quantity }) => {
      const units = returnable.get(id) ?? NOTHING;
      return {
        id,
        requested: quantity,
        returnable: Math.max(0, Math.min(units.byStaff, isStaff ? units.byStaff : units.byCustomer)),
      };
    }),
  };
}
