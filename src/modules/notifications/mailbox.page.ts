import { html } from "../../platform/html.ts";
import type { Mail } from "../../platform/mailer.ts";
import type { MailboxEntry } from "./mailbox.ts";
import { bothParts } from "./mail-parts.ts";
import { page } from "./page.ts";

export const MAILBOX = "/api/v1/ops/mailbox";

/** The list of the mails, the latest first. */
export function mailboxPage(entries: readonly MailboxEntry[]): Promise<string> {
  const rows = entries.map(
    ({ id, at, to, subject, status }) =>
      html`<tr>
        <td>${at.slice(0, 19).replace("T", " ")}</td>
        <td>${to}</td>
        <td><a href="${MAILBOX}/${id}">${subject}</a></td>
        <td>${status}</td>
      </tr>`,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th>Sent (UTC)</th>
        <th>To</th>
        <th>Subject</th>
        <th>Status</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  const content = entries.length === 0 ? html`<p>There are no mails yet.</p>` : table;
  return page(
    "en",
    "Mailbox",
    html`<p>What this shop has sent, here and now. <a href="/api/v1/ops/mail-preview">All templates</a></p>
      ${content}`,
  );
}

/** One mail: its HTML in a frame that may do nothing, and its text. */
export function mailboxMailPage(id: string, mail: Mail): Promise<string> {
  return page(
    "en",
    mail.subject,
    html`<p><a href="${MAILBOX}">Mailbox</a> · to ${mail.to}</p>
      ${bothParts(mail, `${MAILBOX}/${id}?part=html`)}`,
  );
}
