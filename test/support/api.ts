import { env } from "cloudflare:workers";
import { newApiKey } from "../../src/modules/identity/index.ts";
import { PERMISSIONS, type Permission } from "../../src/platform/auth.ts";
import { noteExchange } from "./log-watch.ts";
import { visit } from "./visit.ts";

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Call {
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

/** Calls the API as a client would and reads the JSON answer; of another kind of answer the body is left out. */
export async function api<Body = Record<string, unknown>>(
  method: string,
  path: string,
  call: Call = {},
): Promise<Answer<Body>> {
  const headers = new Headers(call.headers);
  let payload: string | undefined = call.text;
  if (call.body !== undefined) {
    payload = JSON.stringify(call.body);
    headers.set("Content-Type", "application/json");
  }
  const url = `http://shop.test${path}`;
  const response = await visit(url, {
    method,
    headers,
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get("Content-Type") ?? "");
  const body = (text !== "" && isJson ? JSON.parse(text) : {}) as Body;
  noteExchange({ url, headers, body: call.body }, { headers: response.headers, body });
  return { status: response.status, headers: response.headers, body };
}

const keys = new Map<string, string>();

/** An Authorization header with a stored API key of these scopes (default: all). */
export async function asStaff(
  scopes: readonly Permission[] = PERMISSIONS,
): Promise<{ Authorization: string }> {
  const name = scopes.join();
  let key = keys.get(name);
  if (key === undefined) {
    const made = await newApiKey("test", [...scopes], new Date());
    key = made.key;
    await env.DB.prepare(
      "INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    )
      .bind(
        made.row.id,
        made.row.name,
        made.row.prefix,
        made.row.secretHash,
        JSON.stringify(made.row.scopes),
        made.row.createdAt,
      )
      .run();
    keys.set(name, key);
  }
  return { Authorization: `Bearer ${key}` };
}

/** Rows of the main database. */
export async function rows<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]> {
  const { results } = await env.DB.prepare(sql)
    .bind(...values)
    .all<Row>();
  return results;
}

/** The single value of a query with one row and one column. */
export async function value<Value = number>(sql: string, ...values: unknown[]): Promise<Value> {
  const [row] = await rows<Record<string, Value>>(sql, ...values);
  return Object.values(row ?? {})[0] as Value;
}

/** Waits until the check holds, for what the queue does in its own time. */
export async function eventually<Result>(
  check: () => Promise<Result>,
  timeoutMs = 8_000,
): Promise<NonNullable<Result>> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > until) throw new Error("what was waited for did not happen");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Waits until every event has got to all its subscribers. */
export async function eventsDelivered(): Promise<void> {
  const open =
    "SELECT (SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL) + (SELECT COUNT(*) FROM event_retries)";
  await eventually(async () => (await value(open)) === 0);
}
