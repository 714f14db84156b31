/**
 * Why a mail service did not take a mail. "retry": it may later (too many requests, an outage, no answer). "suppressed": it sends nothing to this
 * address. "final": it never will take this mail.
 */
export type MailFailure = "retry" | "suppressed" | "final";

export class MailError extends Error {
  readonly failure: MailFailure;
  /** How long the service asks to wait. */
  readonly retryAfterSeconds: number | undefined;

  constructor(failure: MailFailure, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = "MailError";
    this.failure = failure;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
