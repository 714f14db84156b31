import type { Ctx } from "./ctx.ts";
import type { Accepted, OutgoingMail } from "./mailer.ts";
import { MailError, type MailFailure } from "./mailer-error.ts";

const ENDPOINT = "https://api.resend.com/emails";
const TIMEOUT_MS = 10_000;

/** A problem of ours with the account, which somebody mends: the mails of meanwhile then still go out. */
const ACCOUNT = ["missing_api_key", "invalid_api_key", "restricted_api_key", "suspended_api_key"];

/**
 * Sends through Resend's API (POST /emails). The mail's id is the Idempotency-Key, which Resend remembers for 24 hours, and a tag, which
 * comes back in what Resend reports about the mail.
 */
export async function sendThroughResend(ctx: Ctx, mail: OutgoingMail): Promise<Accepted> {
  const { id, to, subject, html, text, headers } = mail;
  let response: Response;
  try {
    response = await fetch(ENDPOINT, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${ctx.config.RESEND_API_KEY ?? ""}`,
        "Content-Type": "application/json",
        "Idempotency-Key": id,
      },
      body: JSON.stringify({
        from: ctx.config.MAIL_FROM,
        to: [to],
        subject,
        html,
        text,
        ...(headers ? { headers } : {}),
        tags: [{ name: "notification", value: id }],
      }),
      // Its key is for Resend alone, not for where an answer leads.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new MailError("retry", `Resend did not answer: ${error instanceof Error ? error.message : "?"}`);
  }
  const answer = await bodyOf(response);
  if (response.ok) return { provider: "resend", providerId: textOf(answer["id"]) ?? null };
  const name = textOf(answer["name"]) ?? "";
  // The key has been used for this mail before, when some word of it was another one: it was taken then.
  if (name === "invalid_idempotent_request") return { provider: "resend", providerId: null };
  throw new MailError(
    failureOf(response.status, name),
    `Resend ${response.status} ${name}: ${textOf(answer["message"]) ?? ""}`,
    Number(response.headers.get("Retry-After")) || undefined,
  );
}

/** The answer, if it is an object: whatever stands between us and Resend may answer with something else. */
async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function failureOf(status: number, name: string): MailFailure {
  const isPassing =
    status >= 500 || status === 408 || status === 429 || name === "concurrent_idempotent_requests";
  return isPassing || ACCOUNT.includes(name) ? "retry" : "final";
}
