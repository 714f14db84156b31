import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { mailWebhookInvalid } from "./notifications.errors.ts";
import type { ReportKind } from "./notifications.table.ts";
import { recordDeliveryReport } from "./record-delivery-report.ts";

/** The kinds of events that tell what became of a mail; all others (opened, clicked, delayed, …) are nothing to us. */
const KINDS: Readonly<Record<string, ReportKind>> = {
  "email.delivered": "delivered",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
  "email.suppressed": "suppressed",
};

const words = z.string().optional().catch(undefined);

const eventSchema = z.object({
  type: z.string(),
  created_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
  data: z.object({
    email_id: z.string().max(200),
    // By name, or as a list of pairs.
    tags: z
      .union([
        z.object({ notification: z.string() }).transform((tags) => tags.notification),
        z
          .array(z.object({ name: z.string(), value: z.string() }))
          .transform((tags) => tags.find((tag) => tag.name === "notification")?.value),
      ])
      .optional()
      .catch(undefined),
    bounce: z.object({ type: words, subType: words, message: words }).optional().catch(undefined),
    failed: z.object({ reason: words }).optional().catch(undefined),
    suppressed: z.object({ message: words }).optional().catch(undefined),
  }),
});

export interface ResendDelivery {
  body: string;
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/**
 * Takes in what Resend reports about a mail, once: verifies the signature (Standard Webhooks, in Svix's headers) on the raw body first.
 * @throws resource.not_found where RESEND_WEBHOOK_SECRET is not set; notification.webhook_signature_invalid
 */
export async function receiveResendEvent(ctx: Ctx, { body, ...signed }: ResendDelivery): Promise<void> {
  const secret = ctx.config.RESEND_WEBHOOK_SECRET;
  if (secret === undefined) throw notFound("Reports of Resend are not set up here (RESEND_WEBHOOK_SECRET).");
  const { id = "", timestamp = "", signature = "" } = signed;
  let payload: unknown;
  try {
    payload = new Webhook(secret).verify(body, {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": signature,
    });
  } catch {
    throw mailWebhookInvalid("The signature does not fit the body and the endpoint's secret, or is too old.");
  }
  const event = eventSchema.safeParse(payload);
  const kind = event.success ? KINDS[event.data.type] : undefined;
  if (!event.success || kind === undefined) return;
  const { data, created_at: createdAt } = event.data;
  const { bounce, failed, suppressed } = data;
  const isKnown = await recordDeliveryReport(
    deriveCtx(ctx, { actor: { kind: "system", job: "notifications.reports" } }),
    {
      id,
      provider: "resend",
      kind,
      providerId: data.email_id,
      notificationId: data.tags,
      // Resend tells of a bounce when it is final; what is not permanent says so.
      isPermanent: !/^(transient|undetermined)$/i.test(bounce?.type ?? ""),
      detail: bounce?.message ?? failed?.reason ?? suppressed?.message,
      occurredAt: new Date(createdAt ?? ctx.now()).toISOString(),
    },
  );
  if (!isKnown) ctx.log.info("a report about no mail of ours", { provider: "resend", report_id: id });
}
