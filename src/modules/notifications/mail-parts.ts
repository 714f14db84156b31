import { type Html, html } from "../../platform/html.ts";
import type { Mail } from "../../platform/mailer.ts";
import { pageHeaders } from "./page.ts";

// How developers look at a mail in the mailbox and in previews: on a page, in a frame that may do nothing.

const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

/** Of a page with a frame. */
export const framePageHeaders = () =>
  pageHeaders("frame-src 'self'; form-action 'none'; frame-ancestors 'none'");

/** A mail's HTML, which `url` serves, in a frame, and its text. */
export function bothParts(mail: Mail, url: string): Html {
  return html`<iframe title="The mail" sandbox="${SANDBOX}" src="${url}"></iframe>
    <h2>Text</h2>
    <pre>${mail.text}</pre>`;
}

/** One part of a mail by itself: its HTML with its styles and pictures, no scripts, links in a tab of their own; or its text. Else the page. */
export async function showPart(mail: Mail, part: "page" | "html" | "text", page: () => Promise<string>) {
  if (part === "page") return { text: await page(), headers: await framePageHeaders() };
  if (part === "text") return { text: mail.text, headers: { "Content-Type": "text/plain; charset=UTF-8" } };
  return {
    text: mail.html.replace("<head>", '<head><base target="_blank" />'),
    headers: {
      "Content-Type": "text/html; charset=UTF-8",
      "Content-Security-Policy": `default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'; sandbox ${SANDBOX}`,
    },
  };
}
