import type { StockPool } from "./stock-pool.ts";

/** What the router reaches. */
export interface Bindings {
  SHARDS: string;
  STAFF_KEY: string;
  STOCK: DurableObjectNamespace<StockPool>;
  LISTS: D1Database;
  /** One API a shard: SHARD_0, SHARD_1, … */
  [shard: `SHARD_${number}`]: Fetcher;
}

/** Asks a shard's API. */
export function askShard(env: Bindings, shard: number, request: Request): Promise<Response> {
  const api = env[`SHARD_${shard}`];
  if (!api) throw new Error(`there is no shard ${shard}`);
  return api.fetch(request);
}

/** Asks a shard's API as staff. */
export function askAsStaff(
  env: Bindings,
  shard: number,
  method: string,
  path: string,
  call: { json?: unknown; key?: string } = {},
): Promise<Response> {
  const request = new Request(`https://shop.example.com/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${env.STAFF_KEY}`,
      "Content-Type": "application/json",
      ...(call.key === undefined ? {} : { "Idempotency-Key": call.key }),
    },
    ...(call.json === undefined ? {} : { body: JSON.stringify(call.json) }),
  });
  return askShard(env, shard, request);
}
