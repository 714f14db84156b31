import type { OrderLineJson } from "../orders/index.ts";
import type { ReturnLineJson, ReturnRefundJson, ReturnRow } from "./returns.repo.ts";

/** The return's lines in the order of the order's. */
export function returnLinesOf(row: Pick<ReturnRow, "lines">): ReturnLineJson[] {
  return JSON.parse(row.lines) as ReturnLineJson[];
}

/** The refunds that were asked for because of it, oldest first. */
export function returnRefundsOf(row: Pick<ReturnRow, "refunds">): ReturnRefundJson[] {
  return JSON.parse(row.refunds) as ReturnRefundJson[];
}

/** Units of a line that came back. */
export function receivedOf(line: Pick<ReturnLineJson, "restocked" | "written_off">): number {
  return line.restocked + line.written_off;
}

/** Whether the money of a refund is not going back after all. */
export function hasFailed({ status }: Pick<ReturnRefundJson, "status">): boolean {
  return status === "failed" || status === "canceled";
}

/** What was decided to be given back and is not on its way, because a refund failed. Minor units. */
export function owedOf(row: Pick<ReturnRow, "refund_amount" | "refunds">): number {
  const given = returnRefundsOf(row)
    .filter((refund) => !hasFailed(refund))
    .reduce((sum, { amount }) => sum + amount, 0);
  return Math.max(0, (row.refund_amount ?? 0) - given);
}

/** The order's line that a line of one of its returns is about. */
export function orderLineOf(lines: readonly OrderLineJson[], id: string): OrderLineJson {
  const line = lines.find((each) => each.id === id);
  if (!line) throw new Error(`the order has no line ${id}`);
  return line;
}
