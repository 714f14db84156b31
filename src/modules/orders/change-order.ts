import { type AuditEntry, commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, type DomainError, notFound, preconditionFailed } from "../../platform/errors.ts";
import { etagOf, isMatch } from "../../platform/http/index.ts";
import type { OrderStep } from "./orders.machine.ts";
import {
  ERASED_MEANWHILE,
  findOrder,
  type OrderRow,
  requireErasedStmt,
  TRANSITION_LOCK,
  transitionStmts,
} from "./orders.repo.ts";
import { isErased, orderVersion } from "./orders.view.ts";

const ATTEMPTS = 5;

/** Another change of the order came between our look and our batch: look again. Thrown by `constraints` of a change, too. */
export class OrderChangedMeanwhile extends Error {}

/** One change of an order: at least one row of its timeline, and what goes with it in the same batch. */
export interface OrderChange<Result> extends Omit<Work, "statements" | "audit"> {
  /** One after the other; the next starts from `afterStep` of the one before. */
  steps: readonly [OrderStep, ...OrderStep[]];
  statements: Work["statements"];
  /** The order is its entity unless it says otherwise. */
  audit: Omit<AuditEntry, "entity" | "entityId"> & Partial<Pick<AuditEntry, "entity" | "entityId">>;
  result: Result;
}

/**
 * Changes an order: reads it, lets `decide` say what is to be done, and commits that in one batch. When something else changed the
 * order in between nothing is written, and it is read and decided anew. `decide` may read more, and answers an error by throwing.
 * With `ifMatch` the order must still have that ETag for this caller, or that version.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict when others keep coming first; what `decide` throws
 */
export async function changeOrder<Result>(
  ctx: Ctx,
  orderId: string,
  decide: (order: OrderRow) => OrderChange<Result> | Promise<OrderChange<Result>>,
  options: { ifMatch?: string | undefined } = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const order = await findOrder(ctx, orderId);
    if (!order) throw notFound("There is no such order.");
    requireOrderMatch(ctx, order, options.ifMatch);
    const { steps, statements, audit, constraints, result, ...work } = await decide(order);
    try {
      await commit(ctx, {
        ...work,
        statements: [
          ...steps.flatMap((step) => transitionStmts(ctx, step)),
          requireErasedStmt(order.id, isErased(order)),
          ...statements,
        ],
        audit: { entity: "order", entityId: order.id, ...audit },
        constraints: {
          ...constraints,
          [TRANSITION_LOCK]: () => new OrderChangedMeanwhile(),
          [ERASED_MEANWHILE]: () => new OrderChangedMeanwhile(),
        },
      });
      return result;
    } catch (error) {
      if (!(error instanceof OrderChangedMeanwhile)) throw error;
      if (attempt >= ATTEMPTS) throw conflict("Others keep changing this order. Try again in a moment.");
    }
  }
}

/** @throws resource.precondition_failed unless the order has the ETag of an If-Match header for this caller, or its version */
export function requireOrderMatch(ctx: Ctx, order: OrderRow, ifMatch: string | undefined): void {
  if (isMatch(ifMatch, { etag: etagOf(orderVersion(order, ctx)), version: order.version })) return;
  throw orderOvertaken();
}

export function orderOvertaken(): DomainError {
  return preconditionFailed("The order has changed since you read it. Read it again.");
}
