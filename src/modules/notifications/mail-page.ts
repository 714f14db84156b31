import type { Ctx } from "../../platform/ctx.ts";
import { type Html, html } from "../../platform/html.ts";
import type { Mail } from "../../platform/mailer.ts";

/** Who writes: the shop's name, its address, and where its account pages are. */
export interface Shop {
  name: string;
  url: string;
  accountUrl: string;
}

/** A paragraph, or a link that the reader is asked to follow. */
export type Block = string | { label: string; url: string };

export interface Letter {
  to: string;
  subject: string;
  title: string;
  blocks: readonly Block[];
}

/** The shop of this deployment, as mails present it. */
export function shopOf(ctx: Pick<Ctx, "config">): Shop {
  const { SHOP_NAME, PUBLIC_URL, ACCOUNT_URL } = ctx.config;
  return { name: SHOP_NAME, url: PUBLIC_URL, accountUrl: ACCOUNT_URL };
}

/** A mail of paragraphs and links, whose text part says the same as its HTML part. */
export async function letterMail({ to, subject, title, blocks }: Letter, shop: Shop): Promise<Mail> {
  const lines = blocks.map((block) => (typeof block === "string" ? block : `${block.label}:\n${block.url}`));
  return {
    to,
    subject,
    text: [...lines, shop.name].join("\n\n"),
    html: await mailPage(title, html`${blocks.map(blockHtml)}`, shop),
  };
}

/** The HTML part of a mail: a whole document around the content, signed by the shop. */
export async function mailPage(title: string, content: Html, shop: Shop): Promise<string> {
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body style="font-family:system-ui,sans-serif;color:#1a1a1a;max-width:560px;margin:0 auto;padding:24px">
        <h1 style="font-size:20px">${title}</h1>
        ${content}
        <p style="color:#666"><a href="${shop.url}" style="color:#666">${shop.name}</a></p>
      </body>
    </html>`;
  return document.toString();
}

function blockHtml(block: Block): Html {
  if (typeof block === "string") return html`<p>${block}</p>`;
  const button =
    "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4d3f;color:#fff;text-decoration:none";
  // The address in plain sight, for readers who want to see it first and for programs that show no buttons.
  return html`<p><a href="${block.url}" style="${button}">${block.label}</a></p>
    <p style="color:#666;font-size:13px;word-break:break-all">${block.url}</p>`;
}
