// Stands before N deployments of the API, each with a database of orders of its own. For the simulation (docs/architecture/scale.md); not deployed.
import { askShard, type Bindings } from "./bindings.ts";
import { type CrashPoint, healTransfers, type Shortage, topUp } from "./move-stock.ts";
import { listOrders, projectOrder } from "./order-list.ts";
import { shardOf } from "./route.ts";

export { StockPool } from "./stock-pool.ts";

/** How often an order is tried again after units were brought. */
const ROUNDS = 3;

export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [, door, sku = ""] = pathname.split("/");
    if (door === "webhooks") return takeWebhook(env, await request.json<Message>());
    if (door === "stock") return stock(env, request, decodeURIComponent(sku));
    const isStaff = request.headers.get("Authorization") === `Bearer ${env.STAFF_KEY}`;
    if (isStaff && pathname === "/api/v1/orders" && request.method === "GET")
      return listOrders(env, searchParams);
    const body = request.body ? await request.text() : undefined;
    const shard = shardFor(env, request, pathname, body);
    return request.method === "POST" && pathname === "/api/v1/orders"
      ? order(env, shard, request, body)
      : askShard(env, shard, withBody(request, body));
  },
};

interface Message {
  data: { order_id?: string };
}

async function takeWebhook(env: Bindings, { data }: Message): Promise<Response> {
  if (data.order_id !== undefined) await projectOrder(env, data.order_id);
  return new Response(null, { status: 204 });
}

/** The pool of a SKU: GET says what it has, POST adds units, PUT ends open transfers. */
async function stock(env: Bindings, request: Request, sku: string): Promise<Response> {
  const pool = env.STOCK.getByName(sku);
  if (request.method === "POST") await pool.add(Number(await request.text()));
  const healed = request.method === "PUT" ? await healTransfers(env, sku) : 0;
  return Response.json({ units: await pool.units(), open: (await pool.open()).length, healed });
}

function shardFor(env: Bindings, request: Request, path: string, body: string | undefined): number {
  const { headers } = request;
  const shards = Number(env.SHARDS);
  const named = shardOf(
    {
      path,
      cartToken: headers.get("X-Cart-Token"),
      authorization: headers.get("Authorization"),
      email: path.startsWith("/api/v1/auth/") ? emailIn(body) : undefined,
    },
    shards,
  );
  return named ?? Math.floor(Math.random() * shards);
}

function emailIn(body: string | undefined): string | undefined {
  try {
    return (JSON.parse(body ?? "") as { email?: string }).email;
  } catch {
    return undefined;
  }
}

/** Places an order at its shard; what the shard lacks is brought to it first. */
async function order(
  env: Bindings,
  shard: number,
  request: Request,
  body: string | undefined,
): Promise<Response> {
  const crash = (request.headers.get("X-Crash-After") ?? undefined) as CrashPoint;
  for (let round = 1; ; round += 1) {
    const answer = await askShard(env, shard, withBody(request, body));
    if (answer.status !== 409 || round > ROUNDS) return answer;
    const problem = await answer.clone().json<{ code: string; items?: Shortage[] }>();
    if (problem.code !== "inventory.out_of_stock") return answer;
    if (!(await topUp(env, shard, problem.items ?? [], crash))) return answer;
  }
}

function withBody(request: Request, body: string | undefined): Request {
  return new Request(request, { body: body ?? null });
}
