import type { Page, Response } from "playwright-core";
import { offContract } from "../../support/off-contract.node.ts";

/** Looks at every answer of the API that a page gets. What is called in the end says which were not as openapi.json says. */
export function watchContract(page: Page): () => Promise<string[]> {
  const seen: Promise<string[]>[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.startsWith("/api/")) seen.push(findingsOf(response));
  });
  return async () => (await Promise.all(seen)).flat();
}

async function findingsOf(response: Response): Promise<string[]> {
  const headers = new Headers(await response.allHeaders());
  // A page that goes on to another one leaves answers behind that nobody can read any more.
  const text = await response.text().catch(() => undefined);
  // What Chromium has from its own cache, it has asked for with If-None-Match: it shows 200, and the body that it had.
  return offContract(response.request().method(), response.url(), {
    status: response.status(),
    headers,
    body: text,
  });
}
