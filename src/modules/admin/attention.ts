import { permissionsOf, requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { countAttention } from "./attention.repo.ts";

/** What waits for anybody who works with orders. */
export const FOR_STAFF = [
  "orders_to_fulfill",
  "orders_in_progress",
  "orders_on_hold",
  "payments_failed",
  "disputes_open",
  "returns_requested",
  "returns_received",
  "low_stock",
  "mails_failed",
  "reconciliation_findings",
] as const;

/** What waits for whoever operates the shop. */
export const FOR_OPERATORS = ["dead_letters", "jobs_failing", "webhook_endpoints_disabled"] as const;

/** What waits for the caller. One call of the database, bounded however large the shop is. */
export function readAttention(ctx: Ctx) {
  requirePermission(ctx, "order:manage");
  const isOperator = permissionsOf(ctx).includes("system:admin");
  return countAttention(ctx, [...FOR_STAFF, ...(isOperator ? FOR_OPERATORS : [])]);
}
