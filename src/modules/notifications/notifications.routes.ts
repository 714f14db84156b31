import { notFound } from "../../platform/errors.ts";
import { defineRoute, permission, signature } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { listNotifications, notificationOrThrow } from "./list-notifications.ts";
import { mailboxRoutes } from "./mailbox.routes.ts";
import { mailNotResendable, mailWebhookInvalid, recipientSuppressed } from "./notifications.errors.ts";
import { notificationSchema, notificationsQuery, resendBody } from "./notifications.schema.ts";
import { notificationView } from "./notifications.view.ts";
import { receiveResendEvent } from "./receive-resend-event.ts";
import { resendMail } from "./resend-mail.ts";
import { suppressionRoutes } from "./suppressions.routes.ts";
import { unsubscribeRoutes } from "./unsubscribe.routes.ts";

const PATH = "/api/v1/notifications";
const common = { tag: "Notifications", access: permission("order:manage") } as const;

const MAIL = {
  id: "0197a3c0-7b1e-7c3a-9d52-1f6f0f1c2b3a",
  template: "order-confirmation",
  category: "transactional",
  locale: "en",
  status: "delivered",
  recipient: "ada@example.com",
  subject: "Your order EC-7K2M4P",
  order_id: "0197a3c0-1111-7c3a-9d52-1f6f0f1c2b3a",
  user_id: null,
  event_id: "0197a3c0-2222-7c3a-9d52-1f6f0f1c2b3a",
  resend_of: null,
  resendable: true,
  attempts: 1,
  retry_at: null,
  provider: "resend",
  provider_id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794",
  error: null,
  created_at: "2026-11-02T09:30:00.000Z",
  sent_at: "2026-11-02T09:30:01.000Z",
  updated_at: "2026-11-02T09:30:04.000Z",
  reports: [{ kind: "delivered", detail: null, occurred_at: "2026-11-02T09:30:04.000Z" }],
};

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: PATH,
  operationId: "listNotifications",
  summary: "List the mails that the shop has sent, or tried to send, the latest first",
  query: notificationsQuery,
  success: [
    {
      status: 200,
      description: "A page of mails",
      schema: pageSchema(notificationSchema),
      example: { data: [MAIL], pagination: { limit: 20, next_cursor: null, has_more: false } },
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listNotifications(ctx, query);
    return {
      body: { data: rows.map(notificationView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${PATH}/{id}`,
  operationId: "getNotification",
  summary: "Read a mail's record, with what the mail service reported of it",
  params: idParams,
  success: [
    {
      status: 200,
      description: "The mail",
      schema: notificationSchema,
      example: MAIL,
    },
  ],
  errors: [notFound],
  handler: async ({ ctx, params }) => {
    return { body: notificationView(await notificationOrThrow(ctx, params.id)) };
  },
});

const resendRoute = defineRoute({
  ...common,
  method: "post",
  path: `${PATH}/{id}/resend`,
  operationId: "resendNotification",
  summary: "Send a mail again",
  description:
    "Makes it anew, as it reads now, and sends it to its reader or to the address given: a new mail in the record, whose `resend_of` names the first one. Not for mails with links or codes that work once. What goes to another address does not open the order: its links have no token, and mails with a link to pay are refused.",
  params: idParams,
  body: resendBody,
  bodyExample: { to: "ada@work.example.com" },
  success: [
    {
      status: 201,
      description: "The new mail; `failed` with a `retry_at` when it is tried again",
      schema: notificationSchema,
      example: { ...MAIL, status: "sent", reports: [], resend_of: "0197a3c0-3333-7c3a-9d52-1f6f0f1c2b3a" },
      headers: { Location: "The new mail" },
    },
  ],
  errors: [notFound, mailNotResendable, recipientSuppressed],
  handler: async ({ ctx, params, body }) => {
    const row = await resendMail(ctx, { id: params.id, to: body.to });
    return { status: 201, body: notificationView(row), headers: { Location: `${PATH}/${row.id}` } };
  },
});

const resendWebhookRoute = defineRoute({
  method: "post",
  path: `${PATH}/webhooks/resend`,
  operationId: "receiveResendWebhook",
  tag: "Notifications",
  summary: "Take in what Resend reports about a mail",
  description:
    "Deliveries may repeat and come in any order. Events that say nothing about what became of a mail are ignored. 404 where RESEND_WEBHOOK_SECRET is not set.",
  access: signature("svix-signature"),
  requestHeaders: {
    "svix-id": "The report's id.",
    "svix-timestamp": "When it was signed, in seconds.",
    "svix-signature": "The signature of id, timestamp and raw body (Standard Webhooks).",
  },
  textBody: {
    contentType: "application/json",
    description: "The event, exactly as Resend sent it",
    example:
      '{ "type": "email.delivered", "created_at": "2026-11-02T09:30:04.000Z", "data": { "email_id": "…" } }',
  },
  idempotency: "ignored",
  success: [{ status: 204, description: "It is recorded (now or before), or is nothing to us" }],
  errors: [mailWebhookInvalid, notFound],
  handler: async ({ ctx, request }) => {
    await receiveResendEvent(ctx, {
      body: await request.text(),
      id: request.header("svix-id") ?? request.header("webhook-id"),
      timestamp: request.header("svix-timestamp") ?? request.header("webhook-timestamp"),
      signature: request.header("svix-signature") ?? request.header("webhook-signature"),
    });
    return { status: 204 };
  },
});

/** `/notifications/suppressions` and the like come first: the parameter of `/notifications/{id}` would match them, too. */
export const mailRoutes = [
  listRoute,
  ...suppressionRoutes,
  ...unsubscribeRoutes,
  resendWebhookRoute,
  getRoute,
  resendRoute,
  ...mailboxRoutes,
] as const;
