import { inject } from "vitest";
import { createClient } from "../../../client/index.ts";
import type { SqlCall } from "./control.ts";

const facts = inject("shop");

/** The shop's origin, without a slash at the end. */
export const shopUrl = facts.url;

/** The API with a key that may do everything: `dataOf(api.GET("/api/v1/orders"))`. */
export const api = createClient({ baseUrl: shopUrl, accessToken: () => facts.apiKey });

/** Runs a statement in the main database and answers its rows, for what the API cannot make: broken things, old things. */
export async function sql<Row = Record<string, unknown>>(
  text: string,
  ...params: SqlCall["params"]
): Promise<Row[]> {
  return (await control("/sql", { sql: text, params } satisfies SqlCall)) as Row[];
}

/** Runs every cron job that is due at the next minute, and waits for them. By themselves they run once a minute, as deployed. */
export async function runJobs(): Promise<void> {
  await control("/jobs");
}

async function control(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${facts.controlUrl}${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
