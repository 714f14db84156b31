import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { mailDeliveryReports, type ReportKind, type Status } from "./notifications.table.ts";

/** The constraint that a repeated report violates. */
export const ONE_REPORT = "mail_delivery_reports.id";

/** Which mail a report is about: by our own id, which Resend hands back, or by the service's. */
export interface Reported {
  notificationId?: string | undefined;
  providerId: string;
}

export function findReportedMail(
  ctx: Ctx,
  { notificationId, providerId }: Reported,
): Promise<{ id: string; recipient: string } | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT id, recipient FROM notifications WHERE id = ${notificationId ?? ""}
        UNION ALL SELECT id, recipient FROM notifications WHERE provider_id = ${providerId} LIMIT 1`,
  ).first<{ id: string; recipient: string }>();
}

export interface ReportRow {
  id: string;
  notificationId: string;
  kind: ReportKind;
  detail: string | null;
  occurredAt: string;
}

export function insertReportStmt(ctx: Ctx, report: ReportRow): Statement {
  return insertRows(mailDeliveryReports, [{ ...report, receivedAt: isoTime(ctx.now()) }]);
}

/** Reports come in any order: a later stage of a mail's life is never overwritten by an earlier one. */
const RANKS: Record<Status, number> = {
  sending: 0,
  sent: 1,
  failed: 2,
  delivered: 3,
  bounced: 4,
  suppressed: 4,
  complained: 5,
};

/** One that the service has taken, or reports about, is not to be sent again, whatever became of our own attempt. */
export function reportedStmt(
  ctx: Ctx,
  id: string,
  {
    kind,
    detail,
    providerId,
    provider,
  }: { kind: ReportKind; detail: string | null; providerId: string; provider: string },
): Statement {
  const lower = Object.entries(RANKS)
    // Our own failure may be an answer that was lost: what the service says counts.
    .filter(([status, rank]) => rank < RANKS[kind] || status === "failed")
    .map(([status]) => status);
  return sql`UPDATE notifications SET status = ${kind}, error = ${kind === "delivered" ? null : detail}, retry_at = NULL,
               provider = ${provider}, provider_id = CASE WHEN recipient LIKE '%.invalid' THEN NULL ELSE ${providerId} END,
               updated_at = ${isoTime(ctx.now())}
             WHERE id = ${id} AND status IN (SELECT value FROM json_each(${JSON.stringify(lower)}))`;
}

/** The reports of the mail `n`, as JSON, oldest first. */
export const REPORTS = `(SELECT json_group_array(json_object('kind', r.kind, 'detail', r.detail, 'occurred_at', r.occurred_at) ORDER BY r.occurred_at, r.id)
   FROM mail_delivery_reports r WHERE r.notification_id = n.id)`;
