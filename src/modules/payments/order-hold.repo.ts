import { sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";

/** Keeps an order from being sent, or lets it go. In the batch of a row of its timeline. */
export function setHoldStmt(orderId: string, hold: "disputed" | "authorization_lapsed" | null): Statement {
  return sql`UPDATE orders SET hold = ${hold} WHERE id = ${orderId}`;
}
