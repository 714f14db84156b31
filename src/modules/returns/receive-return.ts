import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type DomainError, invalidInput } from "../../platform/errors.ts";
import { restockStmts, stockChanged } from "../inventory/index.ts";
import { happening, type OrderChange, type OrderRow } from "../orders/index.ts";
import { changeReturn, type ReturnRef } from "./change-return.ts";
import { missingUnits } from "./release-units.ts";
import { requireKnownLines } from "./request-return.ts";
import { receivedOf, returnLinesOf } from "./return.parts.ts";
import { exceedsAnnounced } from "./returns.errors.ts";
import { returnReceived } from "./returns.events.ts";
import { refusedReturn, returnStatusAfter } from "./returns.machine.ts";
import {
  countUnitsStmt,
  RECEIVED_WITHIN_QUANTITY,
  type ReceivedUnits,
  receiveUnitsStmt,
  type ReturnLineJson,
  type ReturnRow,
  updateReturnStmt,
} from "./returns.repo.ts";
import type { ReceiveReturn } from "./returns.schema.ts";

/**
 * Writes down what came back of an approved return, and puts on the shelf what can be sold again: as often as parcels come, until all is
 * there or staff say that it is complete. What did not come then is free to be returned another time.
 * @throws return.transition_refused, return.exceeds_announced with what is still awaited of each line
 */
export async function receiveReturn(ctx: Ctx, ref: ReturnRef, input: ReceiveReturn): Promise<ReturnRow> {
  requirePermission(ctx, "order:manage");
  const { row } = await changeReturn(ctx, ref, (found, order) => receipt(ctx, found, order, input));
  return row;
}

function receipt(ctx: Ctx, found: ReturnRow, order: OrderRow, input: ReceiveReturn): OrderChange<undefined> {
  // Before anything is compared: of a return that is through, nothing is awaited.
  returnStatusAfter(found.status, "receive");
  const lines = returnLinesOf(found);
  requireKnownLines(
    input.line_items,
    lines.map((line) => line.id),
  );
  const units = unitsOf(input);
  requireAwaited(units, lines);
  const before = sumOf(lines.map(receivedOf));
  const now = before + sumOf(units.map(({ restocked, writtenOff }) => restocked + writtenOff));
  const isComplete = input.complete || now === sumOf(lines.map((line) => line.quantity));
  if (isComplete && now === 0) {
    throw refusedReturn(found.status, "receive", "has received nothing: cancel it instead");
  }
  const status = returnStatusAfter(found.status, isComplete ? "receive" : "receive_part");
  const shelved = restockedOf(found, order, input, lines);
  const data = {
    return_id: found.id,
    complete: isComplete,
    line_items: units.map(({ id, restocked, writtenOff }) => ({ id, restocked, written_off: writtenOff })),
  };
  return {
    steps: [happening(order, "return_received", data)],
    statements: [
      ...(units.length > 0 ? [receiveUnitsStmt(found.id, units)] : []),
      countUnitsStmt(countsOf(found, units, isComplete)),
      updateReturnStmt(ctx, found.id, { status }),
      ...restockStmts(ctx, shelved),
    ],
    events: [
      ...(isComplete ? [returnReceived({ order_id: order.id, return_id: found.id })] : []),
      ...(shelved.length > 0
        ? [stockChanged({ variant_ids: [...new Set(shelved.map((unit) => unit.variantId))] })]
        : []),
    ],
    audit: {
      action: "return.receive",
      before: { return_id: found.id, status: found.status },
      after: { ...data, status },
    },
    constraints: {
      [RECEIVED_WITHIN_QUANTITY]: () => exceedsError(lines),
      "FOREIGN KEY": () => noPlaceFor(input),
    },
    result: undefined,
  };
}

/** What came of each line, over all locations. */
function unitsOf(input: ReceiveReturn): ReceivedUnits[] {
  const byLine = new Map<string, ReceivedUnits>();
  for (const { id, restocked, written_off } of input.line_items) {
    const sum = byLine.get(id) ?? { id, restocked: 0, writtenOff: 0 };
    byLine.set(id, {
      id,
      restocked: sum.restocked + restocked,
      writtenOff: sum.writtenOff + written_off,
    });
  }
  return [...byLine.values()].filter(({ restocked, writtenOff }) => restocked + writtenOff > 0);
}

function requireAwaited(units: readonly ReceivedUnits[], lines: readonly ReturnLineJson[]): void {
  const exceeds = units.some(({ id, restocked, writtenOff }) => {
    const line = lines.find((each) => each.id === id);
    return !line || receivedOf(line) + restocked + writtenOff > line.quantity;
  });
  if (exceeds) throw exceedsError(lines);
}

function exceedsError(lines: readonly ReturnLineJson[]): DomainError {
  return exceedsAnnounced("That is more than the return is still waiting for.", {
    facts: {
      line_items: lines.map((line) => ({ id: line.id, awaited: line.quantity - receivedOf(line) })),
    },
  });
}

function countsOf(found: ReturnRow, units: readonly ReceivedUnits[], isComplete: boolean) {
  const cameNow = new Map(units.map((unit) => [unit.id, unit.restocked + unit.writtenOff]));
  return missingUnits(found).map(({ id, inReturn }) => {
    const returned = cameNow.get(id) ?? 0;
    return { id, returned, inReturn: isComplete ? inReturn + returned : 0 };
  });
}

function restockedOf(
  found: ReturnRow,
  order: OrderRow,
  input: ReceiveReturn,
  lines: readonly ReturnLineJson[],
) {
  return input.line_items
    .filter((unit) => unit.restocked > 0)
    .map((unit) => ({
      variantId: lines.find((line) => line.id === unit.id)?.variant_id ?? "",
      locationId: unit.location_id,
      quantity: unit.restocked,
      orderId: order.id,
      reference: found.id,
    }));
}

/** A level needs both its variant and its location; the main location is always there. */
function noPlaceFor(input: ReceiveReturn): DomainError {
  const placed = input.line_items.flatMap((line, index) => (line.location_id === undefined ? [] : [index]));
  if (placed.length === 0) {
    return invalidInput("A variant is not in the catalog any more: its units can only be written off.");
  }
  return invalidInput("There is no such location, or the variant is not in the catalog any more.", {
    errors: placed.map((index) => ({
      pointer: `#/line_items/${index}/location_id`,
      code: "unknown_location",
      message: "names no location where the variant can be put",
    })),
  });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
