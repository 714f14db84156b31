import { type Html, html } from "../../platform/html.ts";
import type { Locale } from "../../platform/locale.ts";
import type { Mail } from "../../platform/mailer.ts";
import { bothParts } from "./mail-parts.ts";
import { mailTemplates } from "./mail-templates.ts";
import { page } from "./page.ts";

export const PREVIEW = "/api/v1/ops/mail-preview";

/** Which preview is shown. */
export interface Shown {
  template: string;
  locale: Locale;
  sample: number;
}

const addressOf = ({ template, locale, sample }: Shown) =>
  `${PREVIEW}/${template}?locale=${locale}&sample=${sample}`;

/** Links to other previews; the one that is shown is none. */
function linksTo(all: readonly (Shown & { label: string })[], shown?: Shown): Html {
  const links = all.map((each) =>
    shown && addressOf(each) === addressOf(shown)
      ? html`<strong>${each.label}</strong> `
      : html`<a href="${addressOf(each)}">${each.label}</a> `,
  );
  return html`${links}`;
}

/** Every template, with a link for each language. */
export function previewListPage(locales: readonly Locale[]): Promise<string> {
  const rows = [...mailTemplates.values()].map(({ name, category, samples, triggers }) => {
    const links = locales.map((locale) => ({ template: name, locale, sample: 0, label: locale }));
    const events = triggers.map(({ eventType }) => eventType).join(", ");
    return html`<tr>
      <td><a href="${addressOf({ template: name, locale: locales[0] ?? "en", sample: 0 })}">${name}</a></td>
      <td>${linksTo(links)}</td>
      <td>${samples.length}</td>
      <td>${category}</td>
      <td>${events === "" ? "a job" : events}</td>
    </tr>`;
  });
  return page(
    "en",
    "Mail templates",
    html`<p>Made from samples, not from data of the shop. <a href="/api/v1/ops/mailbox">What was sent</a></p>
      <table>
        <thead>
          <tr>
            <th>Template</th>
            <th>Language</th>
            <th>Samples</th>
            <th>Kind</th>
            <th>Sent for</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
  );
}

/** A sample as its readers see it: subject, HTML and text. */
export function previewPage(shown: Shown, mail: Mail, locales: readonly Locale[]): Promise<string> {
  const samples = mailTemplates.get(shown.template)?.samples ?? [];
  const languages = locales.map((locale) => ({ ...shown, locale, label: locale }));
  const others = samples.map((_, sample) => ({ ...shown, sample, label: String(sample) }));
  return page(
    "en",
    shown.template,
    html`<p><a href="${PREVIEW}">All templates</a></p>
      <p>Language: ${linksTo(languages, shown)} · Sample: ${linksTo(others, shown)}</p>
      <p>Subject: <strong>${mail.subject}</strong></p>
      ${bothParts(mail, `${addressOf(shown)}&part=html`)}`,
  );
}
