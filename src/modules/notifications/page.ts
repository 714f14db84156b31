import { sha256Base64 } from "../../platform/crypto.ts";
import { type Html, html } from "../../platform/html.ts";

/** Free of characters that HTML escapes, so that the browser hashes the very same text. */
const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a1a; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere; }
button { font: inherit; padding: 0.6rem 1.2rem; border: 0; border-radius: 6px; background: #1f4d3f; color: #fff; cursor: pointer; }
iframe { width: 100%; height: 36rem; border: 1px solid #ccc; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f5f5f5; padding: 1rem; }
`;

const styleElement = html`<style>
  ${STYLE}
</style>`;

let styleSource: string | undefined;

/** Headers of a page that runs no script; `more` are further directives of its policy. */
export async function pageHeaders(more: string): Promise<Record<string, string>> {
  styleSource ??= `'sha256-${await hashOfStyle()}'`;
  return {
    "Content-Type": "text/html; charset=UTF-8",
    "Content-Security-Policy": `default-src 'none'; style-src ${styleSource}; base-uri 'none'; ${more}`,
    "X-Robots-Tag": "noindex",
  };
}

/** The hash is of all that stands between the tags, however the source is laid out. */
async function hashOfStyle(): Promise<string> {
  const element = (await styleElement).toString();
  return sha256Base64(element.slice(element.indexOf(">") + 1, element.lastIndexOf("<")));
}

/** A whole document. */
export async function page(lang: string, title: string, content: Html): Promise<string> {
  const document = await html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <h1>${title}</h1>
        ${content}
      </body>
    </html>`;
  return document.toString();
}
