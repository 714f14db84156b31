import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import { giveUpStmt, lostAt } from "./deliveries.repo.ts";
import { webhookDeliveries, webhookMessages } from "./webhooks.table.ts";

/** Keeps a message, and a delivery for each endpoint, which are due at once. */
export function insertMessageStmts(
  ctx: Ctx,
  message: Omit<typeof webhookMessages.$inferInsert, "createdAt">,
  deliveries: readonly { id: string; endpointId: string }[],
): Statement[] {
  const now = ctx.now();
  const times = { createdAt: isoTime(now), dueAt: isoTime(now), resendAt: lostAt(now) };
  const { id: messageId, type } = message;
  return [
    insertRows(webhookMessages, [{ ...message, createdAt: times.createdAt }]),
    insertRows(
      webhookDeliveries,
      deliveries.map((delivery) => ({ ...delivery, messageId, type, status: "pending" as const, ...times })),
    ),
    // Whoever was erased while it was rendered must not stay in it.
    sql`UPDATE webhook_messages SET body = NULL WHERE id = ${messageId} AND customer_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = customer_id AND u.status <> 'erased')`,
  ];
}

/**
 * Takes a person out of what was sent about them, and out of what was answered to it. An order that is still to be carried out keeps its
 * messages, as it keeps the person, until it is closed and named again.
 */
export function forgetPersonStmts(ctx: Ctx, customerId: string, orderIds: readonly string[]): Statement[] {
  const messages = sql`(SELECT id FROM webhook_messages WHERE customer_id = ${customerId}
    OR order_id IN (SELECT id FROM orders WHERE id IN ${inList(orderIds)} AND erased_at IS NOT NULL))`;
  return [
    sql`UPDATE webhook_attempts SET response = NULL WHERE response IS NOT NULL
      AND delivery_id IN (SELECT id FROM webhook_deliveries WHERE message_id IN ${messages})`,
    giveUpStmt(ctx, sql`message_id IN ${messages}`, "the person that it tells of was erased"),
    sql`UPDATE webhook_messages SET body = NULL WHERE body IS NOT NULL AND id IN ${messages}`,
  ];
}

/** Deletes the oldest messages from before `before`, up to `limit`, with all that belongs to them. The last tells how many. */
export function pruneStmts(before: string, limit: number): Statement[] {
  const old = sql`(SELECT id FROM webhook_messages WHERE created_at < ${before} ORDER BY created_at LIMIT ${limit})`;
  return [
    sql`DELETE FROM webhook_attempts WHERE delivery_id IN (SELECT id FROM webhook_deliveries WHERE message_id IN ${old})`,
    sql`DELETE FROM webhook_deliveries WHERE message_id IN ${old}`,
    sql`DELETE FROM webhook_messages WHERE id IN ${old}`,
  ];
}
