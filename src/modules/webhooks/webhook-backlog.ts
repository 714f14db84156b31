import type { Ctx } from "../../platform/ctx.ts";
import { readBacklog } from "./backlog.repo.ts";

export interface WebhookBacklog {
  /** Deliveries of enabled endpoints that have not arrived yet, later tries included. */
  pending: number;
  /** Age of the oldest of them; 0 when there is none. */
  oldest_seconds: number;
  /** Enabled endpoints whose last attempt failed. */
  failing_endpoints: number;
  disabled_endpoints: number;
}

/** How the webhooks are doing, in one read. */
export async function webhookBacklog(ctx: Ctx): Promise<WebhookBacklog> {
  const row = await readBacklog(ctx);
  const age = row?.oldest ? (ctx.now().getTime() - Date.parse(row.oldest)) / 1000 : 0;
  return {
    pending: row?.pending ?? 0,
    oldest_seconds: Math.max(0, Math.round(age)),
    failing_endpoints: row?.failing_endpoints ?? 0,
    disabled_endpoints: row?.disabled_endpoints ?? 0,
  };
}
