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
  const body = JSON.stringify({ sql: text, params } satisfies SqlCall);
  const response = await fetch(facts.controlUrl, { method: "POST", body });
  if (!response.ok) throw new Error(await response.text());
  const rows: Row[] = await response.json();
  return rows;
}
