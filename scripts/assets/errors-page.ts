import type { ErrorDefinition } from "../../src/platform/errors.ts";
import { html } from "../../src/platform/html.ts";

/** What a problem of this definition looks like. */
function example({ code, status, title }: ErrorDefinition): string {
  const type = `https://api.example.com/docs/errors#${code}`;
  const problem = {
    type,
    title,
    status,
    detail: "MUG-S: 3 wanted, 2 left.",
    code,
    request_id: "01a20347-93a7-…",
  };
  return JSON.stringify(problem, null, 2);
}

/** The page that every problem's `type` points to: one entry a code, whose anchor is the code. */
export async function errorsPage(vocabulary: readonly ErrorDefinition[]): Promise<string> {
  const shown = vocabulary.find(({ code }) => code === "inventory.out_of_stock");
  const groups = Map.groupBy(vocabulary, ({ code }) => code.split(".")[0] ?? code);
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Error codes · Edge Commerce</title>
        <link rel="icon" href="/docs-assets/icon.svg" />
        <link rel="stylesheet" href="/docs-assets/pages.css" />
      </head>
      <body>
        <main>
          <h1>Error codes</h1>
          <p class="lead">
            Every error is <code>application/problem+json</code> as RFC 9457 describes it.
            <code>code</code> is stable: decide by it, never by the words of <code>title</code> or
            <code>detail</code>.
          </p>
          ${shown ? html`<pre><code>${example(shown)}</code></pre>` : ""}
          <p>
            Bad input lists what is wrong in <code>errors</code>, each with a JSON pointer. Some codes carry
            further facts, named in the <a href="/docs">API reference</a>. Quote <code>request_id</code> when
            you report a problem.
          </p>
          ${[...groups].map(([name, errors]) => section(name, errors))}
        </main>
      </body>
    </html> `;
  return page.toString();
}

function section(name: string, errors: readonly ErrorDefinition[]) {
  return html`<h2>${name}</h2>
    <dl class="errors">
      ${errors.map(
        ({ code, status, title }) =>
          html`<div id="${code}">
            <dt>
              <a href="#${code}"><code>${code}</code></a>
            </dt>
            <dd class="status">${status}</dd>
            <dd>${title}</dd>
          </div>`,
      )}
    </dl>`;
}
