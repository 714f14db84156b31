import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { type MailKey, sendOnce } from "../../src/modules/notifications/send-once.ts";
import { createCtx, type Ctx } from "../../src/platform/ctx.ts";
import type { EventMessage } from "../../src/platform/events.ts";
import worker from "../../workers/main.ts";
import { type Answer, rows } from "./api.ts";
import { callWith } from "./call-with.ts";
import { unique } from "./shop.ts";

export const REPORTS_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A shop that sends its mails through the (fake) Resend. */
export function resendShop(changes: Partial<Env> = {}): Env {
  return {
    ...env,
    MAILER: "resend",
    RESEND_API_KEY: "re_0123456789abcdef",
    RESEND_WEBHOOK_SECRET: REPORTS_SECRET,
    ...changes,
  } as Env;
}

/** A shop whose binding to Cloudflare's Email Service answers so. */
export function cloudflareShop(send: () => Promise<{ messageId: string }>): Env {
  return { ...env, EMAIL: { send } };
}

/** An error of Cloudflare's Email Service. */
export function cloudflareError(code: string): Error {
  return Object.assign(new Error(`no: ${code}`), { code });
}

export function mailCtx(bindings: Env = resendShop()): Ctx {
  return createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined });
}

export interface Record {
  id: string;
  status: string;
  attempts: number;
  locked_until: string | null;
  retry_at: string | null;
  provider: string | null;
  provider_id: string | null;
  error: string | null;
  recipient: string;
}

/** Sends a mail of its own event as a subscriber does. Done again with the same event, it is the same mail. */
export async function send(
  ctx: Ctx,
  to: string,
  about: Partial<MailKey> & { subject?: string } = {},
): Promise<string> {
  const { subject = "Hello", eventId = unique("event"), ...rest } = about;
  const key: MailKey = { eventId, template: "test", category: "transactional", ...rest };
  await sendOnce(ctx, key, { to, subject, html: "<p>Hello</p>", text: "Hello" });
  return eventId;
}

/** The records of an event's mails. */
export function recordsOf(eventId: string): Promise<Record[]> {
  return rows<Record>("SELECT * FROM notifications WHERE event_id = ? ORDER BY id", eventId);
}

export interface Kept {
  id: string;
  key: string;
  mail: {
    to: string[];
    subject: string;
    text: string;
    html: string;
    headers?: { [name: string]: string };
    tags: { name: string; value: string }[];
  };
}

/** What Resend has taken for an address. */
export async function takenFor(to: string): Promise<Kept[]> {
  return (await fetch(`https://api.resend.com/kept?to=${encodeURIComponent(to)}`)).json<Kept[]>();
}

/** Delivers a report as Resend would. */
export function reportOfResend(
  type: string,
  data: { [member: string]: unknown },
  options: { id?: string; secret?: string; bindings?: Env } = {},
): Promise<Answer<{ code?: string }>> {
  const { id = unique("msg"), secret = REPORTS_SECRET, bindings = resendShop() } = options;
  const text = JSON.stringify({ type, created_at: new Date().toISOString(), data });
  const now = new Date();
  return callWith(bindings, "POST", "/api/v1/notifications/webhooks/resend", {
    text,
    headers: {
      "Content-Type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
      "svix-signature": new Webhook(secret).sign(id, now, text),
    },
  });
}

/** Delivers reports of Cloudflare's event subscription as the queue would; tells how many it is to bring again. */
export async function reportOfCloudflare(
  type: string,
  payload: { [member: string]: unknown },
  at = new Date(),
): Promise<number> {
  const body = {
    type: `cf.email.sending.message.${type}`,
    source: { type: "email.sending", domain: "example.com" },
    payload: { eventId: unique("report"), ...payload },
    metadata: { eventSchemaVersion: 1, eventTimestamp: at.toISOString() },
  };
  const batch = createMessageBatch<EventMessage>("edge-commerce-events", [
    { id: unique("message"), timestamp: new Date(), attempts: 1, body: body as unknown as EventMessage },
  ]);
  const execution = createExecutionContext();
  await worker.queue(batch, env, execution);
  return (await getQueueResult(batch, execution)).retryMessages.length;
}
