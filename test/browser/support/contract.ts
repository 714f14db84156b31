import type { Page, Response } from "playwright-core";
import { offContract } from "../../support/off-contract.node.ts";

/** Looks at every answer of the API that a page gets. What is called in the end says which were not as openapi.json says. */
export function watchContract(page: Page): () => Promise<string[]> {
  const seen: Promise<string[]>[] = [];
  const look = (response: Response) => {
    if (new URL(response.url()).pathname.startsWith("/api/")) seen.push(findingsOf(response));
  };
  page.on("response", look);
  return async () => {
    // What comes now, while the page is being closed, nobody would wait for.
    page.off("response", look);
    return (await Promise.all(seen)).flat();
  };
}

async function findingsOf(response: Response): Promise<string[]> {
  // A page that was closed, or goes on to another one, leaves answers behind that nobody can read any more.
  const all = await response.allHeaders().catch(() => undefined);
  if (!all) return [];
  const headers = new Headers(all);
  const [method, url] = [response.request().method(), response.url()];
  // What Chromium had and asked for again with If-None-Match it calls a 200, with the headers of the 304 that came.
  const isUnchanged = method === "GET" && response.status() === 200 && !headers.has("Content-Type");
  if (isUnchanged) return offContract(method, url, { status: 304, headers, body: undefined });
  const body = await response.text().catch(() => undefined);
  return offContract(method, url, { status: response.status(), headers, body });
}
