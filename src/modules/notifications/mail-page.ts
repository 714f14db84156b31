import type { Ctx } from "../../platform/ctx.ts";
import { type Html, html } from "../../platform/html.ts";
import type { Mail } from "../../platform/mailer.ts";
import type { Words } from "./words/index.ts";

/** Who writes: the shop's name, its address, and where its account pages are. */
export interface Shop {
  name: string;
  url: string;
  accountUrl: string;
}

interface Row {
  label: string;
  value: string;
  strong?: boolean;
}

/** A paragraph, a link that the reader is asked to follow, lines without space between them, or groups of figures. */
export type Block =
  | string
  | { label: string; url: string }
  | { lines: readonly string[] }
  | { rows: readonly (readonly Row[])[] };

/** What a mail says, without whom it goes to. */
export interface Letter {
  subject: string;
  title: string;
  blocks: readonly Block[];
}

/** The shop of this deployment, as mails present it. */
export function shopOf(ctx: Pick<Ctx, "config">): Shop {
  const { SHOP_NAME, PUBLIC_URL, ACCOUNT_URL } = ctx.config;
  return { name: SHOP_NAME, url: PUBLIC_URL, accountUrl: ACCOUNT_URL };
}

/** The mail of a letter, whose text part says the same as its HTML part. */
export async function letterMail(
  { subject, title, blocks }: Letter,
  { to, shop, words }: { to: string; shop: Shop; words: Words },
): Promise<Mail> {
  const document = await html`<!doctype html>
    <html lang="${words.locale}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body style="font-family:system-ui,sans-serif;color:#1a1a1a;max-width:560px;margin:0 auto;padding:24px">
        <h1 style="font-size:20px">${title}</h1>
        ${blocks.map(blockHtml)}
        <p style="color:#666"><a href="${shop.url}" style="color:#666">${shop.name}</a></p>
      </body>
    </html>`;
  return {
    to,
    subject: oneLine(subject),
    text: [...blocks.map(blockText), shop.name].join("\n\n"),
    html: document.toString(),
  };
}

/** Whatever stands in a subject ends at no header. */
function oneLine(subject: string): string {
  return subject.replace(/\s+/g, " ").trim();
}

function blockText(block: Block): string {
  if (typeof block === "string") return block;
  if ("url" in block) return `${block.label}:\n${block.url}`;
  if ("lines" in block) return block.lines.join("\n");
  return block.rows
    .map((group) => group.map(({ label, value }) => `${label}: ${value}`).join("\n"))
    .join("\n\n");
}

const BUTTON =
  "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4d3f;color:#fff;text-decoration:none";

function blockHtml(block: Block): Html {
  if (typeof block === "string") return html`<p>${block}</p>`;
  if ("lines" in block) {
    return html`<p>${block.lines.map((line, index) => (index === 0 ? line : html`<br />${line}`))}</p>`;
  }
  if ("rows" in block) {
    return html`<table role="presentation" width="100%" cellpadding="6" style="border-collapse:collapse">
      ${block.rows.flat().map(rowHtml)}
    </table>`;
  }
  // The address in plain sight, for readers who want to see it first and for programs that show no buttons.
  return html`<p><a href="${block.url}" style="${BUTTON}">${block.label}</a></p>
    <p style="color:#666;font-size:13px;word-break:break-all">${block.url}</p>`;
}

function rowHtml({ label, value, strong }: Row): Html {
  const style = `border-bottom:1px solid #e5e5e5${strong ? ";font-weight:bold" : ""}`;
  return html`<tr>
    <td style="${style}">${label}</td>
    <td align="right" style="${style}">${value}</td>
  </tr>`;
}
