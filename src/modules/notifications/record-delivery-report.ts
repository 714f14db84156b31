import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { maskText } from "../../platform/log.ts";
import type { Accepted } from "../../platform/mailer.ts";
import {
  findReportedMail,
  insertReportStmt,
  ONE_REPORT,
  type Reported,
  reportedStmt,
} from "./delivery-reports.repo.ts";
import type { ReportKind } from "./notifications.table.ts";
import { NOWHERE } from "./send-once.ts";
import { newSuppressionStmt, type Reason, type Scope } from "./suppressions.repo.ts";

/** What a mail service says became of a mail. */
export interface DeliveryReport extends Reported {
  /** The service's id of the report. */
  id: string;
  provider: Accepted["provider"];
  kind: ReportKind;
  /** Of a bounce: the address will never take mail. */
  isPermanent?: boolean;
  detail?: string | undefined;
  occurredAt: string;
}

class Known extends Error {}

/**
 * Records what became of a mail, once a report, in whatever order reports come. An address that takes no mail gets none any more, one whose
 * reader complained no news. False when there is no such mail (yet).
 */
export async function recordDeliveryReport(ctx: Ctx, report: DeliveryReport): Promise<boolean> {
  const { kind, provider, providerId, occurredAt } = report;
  const mail = await findReportedMail(ctx, report);
  if (!mail) return false;
  const detail = report.detail === undefined ? null : maskText(report.detail).slice(0, 300);
  const against = consequence(report);
  const suppression =
    against && !mail.recipient.endsWith(NOWHERE)
      ? [
          await newSuppressionStmt(ctx, {
            ...against,
            address: mail.recipient,
            source: provider,
            notificationId: mail.id,
          }),
        ]
      : [];
  try {
    await commit(ctx, {
      statements: [
        insertReportStmt(ctx, {
          id: `${provider}:${report.id}`,
          notificationId: mail.id,
          kind,
          detail,
          occurredAt,
        }),
        reportedStmt(ctx, mail.id, { kind, detail, provider, providerId }),
        ...suppression,
      ],
      constraints: { [ONE_REPORT]: () => new Known() },
    });
  } catch (error) {
    if (!(error instanceof Known)) throw error;
  }
  return true;
}

function consequence({ kind, isPermanent }: DeliveryReport): { scope: Scope; reason: Reason } | undefined {
  if (kind === "bounced" && isPermanent) return { scope: "all", reason: "hard_bounce" };
  if (kind === "suppressed") return { scope: "all", reason: "provider" };
  if (kind === "complained") return { scope: "marketing", reason: "complaint" };
  return undefined;
}
