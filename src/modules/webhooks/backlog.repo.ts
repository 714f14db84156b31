import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";

export interface BacklogRow {
  pending: number;
  oldest: string | null;
  failing_endpoints: number;
  disabled_endpoints: number;
}

export function readBacklog(ctx: Ctx): Promise<BacklogRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`WITH called AS (SELECT id, failures FROM webhook_endpoints WHERE status = 'enabled'),
        waiting AS (SELECT COUNT(*) AS pending, MIN(d.created_at) AS oldest
          FROM called CROSS JOIN webhook_deliveries d INDEXED BY webhook_deliveries_pending
          WHERE d.endpoint_id = called.id AND d.status = 'pending')
      SELECT pending, oldest, (SELECT COUNT(*) FROM called WHERE failures > 0) AS failing_endpoints,
        (SELECT COUNT(*) FROM webhook_endpoints WHERE status = 'disabled') AS disabled_endpoints FROM waiting`,
  ).first<BacklogRow>();
}
