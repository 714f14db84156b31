import { z } from "zod";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import type { ReportKind } from "./notifications.table.ts";
import { type DeliveryReport, recordDeliveryReport } from "./record-delivery-report.ts";

/** What an event subscription of Cloudflare's Email Sending puts into a queue (`email.sending`). */
const TYPE = "cf.email.sending.message.";

/** Deferred mails are tried again by Cloudflare. Rejected ones are never sent: by suppression, or for another reason. */
const KINDS: Readonly<Record<string, ReportKind>> = {
  delivered: "delivered",
  bounced: "bounced",
  complained: "complained",
  failed: "failed",
  rejected: "failed",
};

const words = z.string().optional().catch(undefined);

const eventSchema = z.object({
  type: z.string().startsWith(TYPE),
  payload: z.object({
    eventId: z.string().max(200),
    messageId: z.string().max(500),
    bounce: z.object({ type: words, reason: words }).optional().catch(undefined),
    failure: z.object({ reason: words }).optional().catch(undefined),
    rejection: z.object({ reason: words, detail: words }).optional().catch(undefined),
  }),
  metadata: z.object({ eventTimestamp: z.iso.datetime({ offset: true }) }),
});

/** A report may be here before the mail's id is recorded; one about a mail that nobody knows for so long is not about ours. */
const PATIENCE_MS = 60 * 60 * 1000;
const RETRY_SECONDS = 30;

/**
 * Takes Cloudflare's reports about mails out of a queue's messages, and acknowledges them, or asks for them again. Returns the other messages.
 */
export async function takeMailReports<Body>(
  ctx: Ctx,
  messages: readonly Message<Body>[],
): Promise<Message<Body>[]> {
  const others: Message<Body>[] = [];
  for (const message of messages) {
    const type = (message.body as { type?: unknown } | null)?.type;
    if (typeof type !== "string" || !type.startsWith(TYPE)) others.push(message);
    else if (await isDone(ctx, message.body)) message.ack();
    else message.retry({ delaySeconds: RETRY_SECONDS });
  }
  return others;
}

async function isDone(ctx: Ctx, body: unknown): Promise<boolean> {
  const report = reportOf(body);
  if (!report) return true;
  try {
    if (await recordDeliveryReport(ctx, report)) return true;
    return Date.parse(report.occurredAt) + PATIENCE_MS < ctx.now().getTime();
  } catch (error) {
    ctx.log.error("a report about a mail failed", { report_id: report.id, ...describeError(error) });
    return false;
  }
}

function reportOf(body: unknown): DeliveryReport | undefined {
  const event = eventSchema.safeParse(body);
  if (!event.success) return undefined;
  const { type, payload, metadata } = event.data;
  const { bounce, failure, rejection } = payload;
  const kind = KINDS[type.slice(TYPE.length)];
  if (kind === undefined) return undefined;
  return {
    id: payload.eventId,
    provider: "cloudflare",
    kind: rejection?.reason === "suppressed" ? "suppressed" : kind,
    providerId: payload.messageId,
    isPermanent: bounce?.type === "hard",
    detail: bounce?.reason ?? failure?.reason ?? rejection?.detail ?? rejection?.reason,
    occurredAt: new Date(metadata.eventTimestamp).toISOString(),
  };
}
