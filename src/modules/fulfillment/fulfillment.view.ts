import { hasPermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { etagOf } from "../../platform/http/index.ts";
import { offeredTransitions } from "../../platform/machine.ts";
import {
  FULFILLMENT_TRANSITIONS,
  type FulfillmentAction,
  type FulfillmentState,
} from "./fulfillment.machine.ts";
import type { FulfillmentLineJson, FulfillmentRow } from "./fulfillment.repo.ts";
import type { Fulfillment } from "./fulfillment.schema.ts";
import { type SendingPayment, sendingRefused } from "./sending-guards.ts";

const OFFERED: readonly FulfillmentAction[] = ["ship", "deliver", "cancel"];

/** The fulfillment as this reader sees it: where the units are, and what can be done, is for staff. */
export function fulfillmentView(row: FulfillmentRow, reader: Pick<Ctx, "actor" | "config">): Fulfillment {
  const isStaff = hasPermission(reader, "order:manage");
  const lines = JSON.parse(row.lines) as FulfillmentLineJson[];
  const { carrier, tracking_number, tracking_url, shipped_at, delivered_at, cancelled_at } = row;
  const known = { carrier, tracking_number, tracking_url, shipped_at, delivered_at, cancelled_at };
  return {
    id: row.id,
    order_id: row.order_id,
    order_number: row.order_number,
    status: row.status,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
    line_items: lines.map(({ locations, ...line }) => (isStaff ? { ...line, locations } : line)),
    created_at: row.created_at,
    updated_at: row.updated_at,
    allowed_transitions: isStaff ? transitionsOf(row) : [],
    version: row.version,
  };
}

function transitionsOf(row: FulfillmentRow) {
  return offeredTransitions<FulfillmentState, FulfillmentAction>(
    FULFILLMENT_TRANSITIONS,
    row.status,
    OFFERED,
    {
      ship: () => shippingRefused(row)?.message,
    },
  );
}

function shippingRefused(row: FulfillmentRow): DomainError | undefined {
  const payments = JSON.parse(row.payments) as SendingPayment[];
  const { order_status: status, order_hold: hold, order_total: total, credit_disputed, currency } = row;
  return sendingRefused({ status, hold, total, credit_disputed, currency, payments });
}

/** The ETag of what this reader sees: for staff it changes with what stands in the way of sending it, too. */
export function fulfillmentEtag(row: FulfillmentRow, reader: Pick<Ctx, "actor" | "config">): string {
  if (!hasPermission(reader, "order:manage")) return etagOf(row.version);
  return etagOf(`${row.version}.${shippingRefused(row)?.code ?? "free"}`);
}

/** The reply with one fulfillment. */
export function fulfillmentReply(row: FulfillmentRow, reader: Pick<Ctx, "actor" | "config">) {
  return { body: fulfillmentView(row, reader), etag: fulfillmentEtag(row, reader) };
}
