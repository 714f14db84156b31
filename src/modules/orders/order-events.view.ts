import type { OrderEventRow } from "./order-events.repo.ts";
import type { OrderEventJson } from "./order-events.schema.ts";

type Data = Record<string, unknown>;

/** What customers see of an event's data. All else is the shop's own: reasons of staff, ids at Stripe, where stock is. */
const FOR_CUSTOMERS = new Set([
  ...["from", "to", "body", "visibility", "hold", "template", "subject", "status"],
  ...[
    "line_items",
    "lines",
    "quantity",
    "amount",
    "difference",
    "total",
    "totals",
    "before",
    "after",
    "currency",
    "shipping",
  ],
  ...[
    "note_id",
    "payment_id",
    "refund_id",
    "refund_ids",
    "fulfillment_id",
    "return_id",
    "exchange_order_id",
    "outstanding",
  ],
  ...["carrier", "tracking_number", "tracking_url", "occurred_at"],
]);

/** An event as this reader sees it. Of who did it customers only learn the kind. Pure. */
export function orderEventView(
  row: OrderEventRow,
  order: { customer_id: string | null },
  isStaff: boolean,
): OrderEventJson {
  const kind = kindOf(row, order.customer_id);
  const data = JSON.parse(row.data) as Data;
  const event = { id: row.id, type: row.type, at: row.at };
  if (!isStaff) {
    return {
      ...event,
      actor: { kind: kind === "api_key" ? "staff" : kind },
      data: shown(data, kind === "customer"),
    };
  }
  const { actor_id: id, actor_name: name } = row;
  const actor = { kind, ...(id === null ? {} : { id }), ...(name === null ? {} : { name }) };
  return { ...event, actor, data };
}

/** A guest is the customer, and so is a user without a role in the shop: who pays somebody else's order, for example. */
function kindOf(row: OrderEventRow, owner: string | null): OrderEventJson["actor"]["kind"] {
  switch (row.actor_kind) {
    case "user":
      return row.actor_id === owner || row.actor_role === "customer" ? "customer" : "staff";
    case "guest":
      return "customer";
    case "api_key":
    case "stripe":
      return row.actor_kind;
    default:
      return "system";
  }
}

function shown(data: Data, byCustomer: boolean): Data {
  const entries = Object.entries(data).filter(([key]) => {
    return FOR_CUSTOMERS.has(key) || (byCustomer && key === "reason");
  });
  return Object.fromEntries(entries);
}
