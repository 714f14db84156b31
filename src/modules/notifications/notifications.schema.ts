import { z } from "@hono/zod-openapi";
import { emailSchema, mailableEmailSchema } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { CATEGORIES, REASONS, REPORT_KINDS, SCOPES, SOURCES, STATUSES } from "./notifications.table.ts";

const name = z.string().min(1).max(100);

export const notificationsQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  status: z.enum(STATUSES).optional(),
  template: name.optional().openapi({ example: "order-confirmation" }),
  category: z.enum(CATEGORIES).optional(),
  order_id: z.uuid().optional(),
  user_id: z.uuid().optional(),
  recipient: emailSchema.optional().openapi({ description: "Exactly this address, in any case." }),
  undelivered_since: z.iso
    .datetime()
    .optional()
    .openapi({ description: "Only mails of then or later that failed or bounced." }),
});

const reportSchema = z.object({
  kind: z.enum(REPORT_KINDS),
  detail: z.string().nullable(),
  occurred_at: z.iso.datetime(),
});

export type MailReport = z.output<typeof reportSchema>;

export const notificationSchema = z
  .object({
    id: z.uuid(),
    template: z.string(),
    category: z.enum(CATEGORIES),
    locale: z.string().nullable(),
    status: z.enum(STATUSES).openapi({
      description:
        "`sent`: the mail service has taken it; `delivered`, `bounced`, `complained`: what it reported since; `suppressed`: the address gets no mail.",
    }),
    recipient: z.string(),
    subject: z.string(),
    order_id: z.string().nullable(),
    user_id: z.string().nullable(),
    event_id: z.string(),
    resend_of: z
      .string()
      .nullable()
      .openapi({ description: "The mail that staff sent again with this one." }),
    resendable: z.boolean(),
    attempts: z.int(),
    retry_at: z.iso.datetime().nullable().openapi({ description: "When a failed one is tried again." }),
    provider: z.string().nullable(),
    provider_id: z.string().nullable(),
    error: z.string().nullable(),
    created_at: z.iso.datetime(),
    sent_at: z.iso.datetime().nullable(),
    updated_at: z.iso.datetime().nullable(),
    reports: z.array(reportSchema).openapi({ description: "What the mail service reported, oldest first." }),
  })
  .openapi("Notification");

export const resendBody = z.strictObject({
  to: mailableEmailSchema.optional().openapi({ description: "Another address than the reader's." }),
});

export const suppressionsQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  email: emailSchema.optional(),
  scope: z.enum(SCOPES).optional(),
  reason: z.enum(REASONS).optional(),
});

const scope = z.enum(SCOPES).openapi({
  description: "`all`: no mail at all; `marketing`: only mails about orders and the account.",
});

export const suppressBody = z.strictObject({ email: emailSchema, scope: scope.default("all") });

export const suppressionSchema = z
  .object({
    id: z.uuid(),
    address: z
      .string()
      .openapi({ description: "Masked: the address itself is not kept.", example: "a***@example.com" }),
    scope,
    reason: z.enum(REASONS),
    source: z.enum(SOURCES),
    notification_id: z.string().nullable().openapi({ description: "The mail that brought it about." }),
    since: z.iso.datetime(),
  })
  .openapi("MailSuppression");

export const unsubscribeQuery = z.object({ token: z.string().max(1_000).optional() });

export const unsubscribeBody = z.object({ token: z.string().max(1_000) });

export const mailboxParams = z.object({ id: z.uuid() });

export const partQuery = z.enum(["page", "html", "text"]).default("page");

export const mailboxQuery = z.object({ part: partQuery });
