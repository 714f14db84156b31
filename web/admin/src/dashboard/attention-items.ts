import type { Schema } from "../../../../client/index.ts";
import { listLink } from "../shared/list-link.ts";

export type Counts = Schema<"Attention">;

interface Kind {
  name: keyof Counts;
  one: string;
  many: string;
  to: string | (() => string);
}

/** What may wait for somebody, the most pressing first, and where it is done. */
const KINDS: readonly Kind[] = [
  kind("disputes_open", "disputed order", listLink("orders", { payment_status: "disputed" })),
  kind(
    "payments_failed",
    "order whose payment failed",
    listLink("orders", { status: "payment_failed" }),
    "orders whose payment failed",
  ),
  kind(
    "reconciliation_findings",
    "difference between our books and Stripe's",
    "/reconciliation",
    "differences between our books and Stripe's",
  ),
  kind("orders_on_hold", "order on hold", listLink("orders", { on_hold: "true" }), "orders on hold"),
  kind(
    "orders_to_fulfill",
    "order to fulfil",
    listLink("orders", { status: "confirmed", on_hold: "false" }),
    "orders to fulfil",
  ),
  kind(
    "orders_in_progress",
    "order in progress",
    listLink("orders", { status: "processing", on_hold: "false" }),
    "orders in progress",
  ),
  kind(
    "returns_requested",
    "return to approve",
    listLink("returns", { status: "requested" }),
    "returns to approve",
  ),
  kind(
    "returns_received",
    "received return to refund",
    listLink("returns", { status: "received" }),
    "received returns to refund",
  ),
  kind(
    "low_stock",
    "variant low on stock",
    listLink("inventory", { low_stock: "true" }),
    "variants low on stock",
  ),
  kind(
    "mails_failed",
    "mail that did not arrive",
    () => listLink("mails", { undelivered_since: weekAgo() }),
    "mails that did not arrive",
  ),
  kind("dead_letters", "dead letter", listLink("dead-letters", { status: "open" })),
  kind("jobs_failing", "failing job", "/jobs"),
  kind("webhook_endpoints_disabled", "disabled webhook endpoint", "/webhook-endpoints"),
];

function kind(name: keyof Counts, one: string, to: Kind["to"], many = `${one}s`): Kind {
  return { name, one, many, to };
}

/** The API counts the mails of seven days. */
function weekAgo(): string {
  return new Date(Date.now() - 7 * 24 * 60 * 60 * 1_000).toISOString();
}

export interface AttentionItem {
  name: string;
  text: string;
  to: string;
}

/** What waits, in words. The API counts to a thousand. */
export function attentionItems(counts: Counts): AttentionItem[] {
  return KINDS.flatMap(({ name, one, many, to }) => {
    const count = counts[name] ?? 0;
    const number = count >= 1_000 ? "1,000 or more" : String(count);
    return count === 0
      ? []
      : [{ name, text: `${number} ${count === 1 ? one : many}`, to: typeof to === "string" ? to : to() }];
  });
}
