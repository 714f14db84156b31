import { sha256Base64 } from "../../platform/crypto.ts";
import { type Html, html } from "../../platform/html.ts";

/** Free of characters that HTML escapes, so that the browser hashes the very same text. */
const STYLE = `
body { font: 14px/1.45 system-ui, sans-serif; color: #1a1a1a; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; border-bottom: 2px solid #1a1a1a; }
section { display: flex; flex-wrap: wrap; gap: 2rem; margin: 1.25rem 0; }
h2 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
section h2 { margin-top: 0; }
address { font-style: normal; }
p { margin: 0.25rem 0; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; border-bottom: 1px solid #1a1a1a; }
th, td { padding: 0.35rem 0.5rem 0.35rem 0; vertical-align: top; }
tbody td { border-bottom: 1px solid #ddd; }
tr { break-inside: avoid; }
.number { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 0.5rem; }
.quiet { color: #555; font-size: 0.9em; overflow-wrap: anywhere; }
.strong td { font-weight: bold; }
.warning { border: 2px solid #1a1a1a; padding: 0.5rem; font-weight: bold; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
@page { margin: 18mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
`;

const styleElement = html`<style>
  ${STYLE}
</style>`;

let policy: string | undefined;

/** Headers of a page to be printed: nothing may run, load, be sent or frame it; only its own style applies. */
export async function printHeaders(): Promise<Record<string, string>> {
  policy ??= `default-src 'none'; style-src 'sha256-${await styleHash()}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return {
    "Content-Type": "text/html; charset=UTF-8",
    "Content-Security-Policy": policy,
    "X-Robots-Tag": "noindex",
  };
}

/** The hash is of all that stands between the tags, however the source is laid out. */
async function styleHash(): Promise<string> {
  const element = (await styleElement).toString();
  return sha256Base64(element.slice(element.indexOf(">") + 1, element.lastIndexOf("<")));
}

/** A whole document to be printed. */
export async function printPage(page: { title: string; shop: string; content: Html }): Promise<string> {
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        ${styleElement}
      </head>
      <body>
        <header>
          <h1>${page.title}</h1>
          <p>${page.shop}</p>
        </header>
        ${page.content}
      </body>
    </html>`;
  return document.toString();
}

/** Lines of an address, or of anything; empty ones are left out. */
export function block(title: string, lines: readonly string[]): Html {
  return html`<div>
    <h2>${title}</h2>
    <address>${lines.filter((line) => line !== "").map((line) => html`${line}<br />`)}</address>
  </div>`;
}
