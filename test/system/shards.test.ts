import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Answer, request } from "../../scripts/lib/http.ts";
import { times } from "../../scripts/lib/times.ts";
import { count, eventsDelivered } from "../../scripts/runtime/databases.ts";
import { type ShardedShop, startShardedShop } from "../../scripts/scale/shards/start.ts";
import { shardOfId } from "../../src/platform/ids.ts";

const SHARDS = 3;
const ADDRESS = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
};
/** "Standard" in demo/shop-settings.sql. */
const STANDARD = "01900000-0000-7000-8000-000000000301";

interface Order {
  id: string;
  status: string;
  access_token: string;
  code?: string;
}

interface Buyer {
  cart: string;
  headers: Record<string, string>;
}

let shop: ShardedShop;
const errors: string[] = [];

beforeAll(async () => {
  shop = await startShardedShop({
    script: readFileSync(inject("apiBundle"), "utf8"),
    shards: SHARDS,
    skus: 6,
    onError: (message) => errors.push(message),
  });
}, 300_000);

afterAll(() => shop.stop());

const v1 = <Body = Record<string, unknown>>(
  method: string,
  path: string,
  call: { json?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> => request<Body>(method, `${shop.url}/api/v1${path}`, call);

const staff = () => ({ Authorization: `Bearer ${shop.staffKey}` });

interface Pool {
  units: number;
  open: number;
  healed: number;
}

/** The pool of a SKU: reads it, adds units, or ends what was begun. */
async function pool(sku: string, method: "GET" | "POST" | "PUT" = "GET", units?: number): Promise<Pool> {
  const text = units === undefined ? {} : { text: String(units) };
  return (await request<Pool>(method, `${shop.url}/stock/${sku}`, text)).body;
}

/** A guest with a cart to which nothing is missing but the order, at whatever shard it came to. */
async function buyer(sku: string, headers: Record<string, string> = {}): Promise<Buyer> {
  const added = await v1("POST", "/cart/items", { json: { sku, quantity: 1 }, headers });
  expect(added.status).toBe(201);
  const cart = added.headers.get("X-Cart-Token");
  const own = { ...headers, ...(cart === null ? {} : { "X-Cart-Token": cart }) };
  for (const [path, json] of [
    ["contact", { email: "ada@example.com" }],
    ["shipping-address", ADDRESS],
    ["shipping-option", { id: STANDARD }],
  ] as const) {
    expect((await v1("PUT", `/cart/${path}`, { json, headers: own })).status).toBe(200);
  }
  return { cart: cart ?? "", headers: own };
}

/** A guest whose cart is at this shard. */
async function buyerAt(shard: number, sku: string): Promise<Buyer> {
  for (;;) {
    const found = await buyer(sku);
    if (shardOfToken(found.cart) === shard) return found;
  }
}

function shardOfToken(token: string): number | undefined {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  return shardOfId((JSON.parse(atob(payload)) as { sub: string }).sub);
}

function order(
  { headers }: Buyer,
  json: object = { payment_method: "pm_card_visa" },
  more: Record<string, string> = {},
): Promise<Answer<Order>> {
  const key = { "Idempotency-Key": crypto.randomUUID() };
  return v1<Order>("POST", "/orders", { json, headers: { ...key, ...headers, ...more } });
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const overShards = (sql: string) => Promise.all(shop.databases.map((db) => count(db, sql)));
const delivered = () => Promise.all(shop.databases.map((db) => eventsDelivered(db)));

/** Units of a SKU that orders hold or have bought, in each shard. */
const taken = (sku: string) =>
  overShards(
    `SELECT COALESCE(SUM(l.quantity), 0) AS n FROM order_lines l JOIN orders o ON o.id = l.order_id
     WHERE l.sku = '${sku}' AND o.status NOT IN ('expired', 'cancelled')`,
  );

/** Units of a SKU that are on a shelf or sold, wherever; with those in the pool all that there ever were. */
const booked = (sku: string) =>
  overShards(
    `SELECT COALESCE(SUM(s.on_hand), 0) + (SELECT COALESCE(-SUM(m.delta), 0) FROM stock_movements m
       JOIN product_variants w ON w.id = m.variant_id WHERE w.sku = '${sku}' AND m.kind = 'sale') AS n
     FROM stock_levels s JOIN product_variants v ON v.id = s.variant_id WHERE v.sku = '${sku}'`,
  );

async function expectNothingLost(sku: string, stock: number): Promise<void> {
  const { units, open } = await pool(sku);
  expect(open, "transfers under way").toBe(0);
  expect(sum(await booked(sku)) + units, "units").toBe(stock);
}

describe("orders over several databases", () => {
  it("each order is written to one database alone, the one that its id names, and is read there by its id", async () => {
    const [sku = ""] = shop.skus;
    await pool(sku, "POST", 1_000);
    const before = await overShards("SELECT COUNT(*) AS n FROM orders");
    const buyers = await times(24, 6, () => buyer(sku));
    const placed = await times(24, 6, (index) => order(buyers[index] ?? { cart: "", headers: {} }));
    expect(placed.map(({ status }) => status)).toEqual(placed.map(() => 201));
    const grown = (await overShards("SELECT COUNT(*) AS n FROM orders")).map(
      (orders, shard) => orders - (before[shard] ?? 0),
    );
    const named = grown.map((_, shard) => placed.filter(({ body }) => shardOfId(body.id) === shard).length);
    expect(grown).toEqual(named);
    expect(Math.min(...grown), "every shard takes part").toBeGreaterThan(0);
    for (const { body } of placed.slice(0, 6)) {
      const read = await v1<Order>("GET", `/orders/${body.id}`, {
        headers: { "X-Order-Token": body.access_token },
      });
      expect([read.status, read.body.id, read.body.status]).toEqual([200, body.id, "confirmed"]);
    }
    await delivered();
    await expectNothingLost(sku, 1_000);
  });

  it("a customer, their cart and their orders are at one shard, found by mail address and then by their id", async () => {
    const [sku = ""] = shop.skus;
    const email = `ada-${crypto.randomUUID()}@example.com`;
    const account = { email, password: "purple stapler lagoon" };
    expect((await v1("POST", "/auth/register", { json: account })).status).toBeLessThan(300);
    const login = await v1<{ access_token: string; user: { id: string } }>("POST", "/auth/login", {
      json: account,
    });
    const headers = { Authorization: `Bearer ${login.body.access_token}` };
    const { body } = await order(await buyer(sku, headers));
    expect(shardOfId(body.id)).toBe(shardOfId(login.body.user.id));
    const own = await v1<{ data: Order[] }>("GET", "/customers/me/orders", { headers });
    expect(own.body.data.map(({ id }) => id)).toEqual([body.id]);
  });

  it("staff list the orders of all shards, newest first, from a projection that the shards' webhooks feed", async () => {
    await delivered();
    const all = sum(await overShards("SELECT COUNT(*) AS n FROM orders"));
    await expect
      .poll(async () => (await everyOrder()).filter(({ status }) => status === "confirmed").length, {
        timeout: 20_000,
      })
      .toBe(all);
    const ids = (await everyOrder()).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(new Set(ids.map(shardOfId)).size).toBe(SHARDS);
  });
});

async function everyOrder(): Promise<Order[]> {
  const orders: Order[] = [];
  for (let cursor = ""; ;) {
    const { body } = await v1<{ data: Order[]; pagination: { next_cursor: string | null } }>(
      "GET",
      `/orders?limit=10${cursor}`,
      { headers: staff() },
    );
    orders.push(...body.data);
    if (body.pagination.next_cursor === null) return orders;
    cursor = `&cursor=${body.pagination.next_cursor}`;
  }
}

describe("the stock of one SKU over several databases", () => {
  it("60 buyers at once at all shards for 20 units: 20 get one, the others hear that it is sold out", async () => {
    const sku = shop.skus[1] ?? "";
    await pool(sku, "POST", 20);
    const buyers = await times(60, 8, () => buyer(sku));
    const answers = await Promise.all(buyers.map((each) => order(each)));
    const won = answers.filter(({ status }) => status === 201).length;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(sum(await taken(sku)), "sold").toBe(won);
    expect(won).toBeLessThanOrEqual(20);
    // Who lost while units were on their way between shards may try again, until all are sold.
    const losers = buyers.filter((_, index) => answers[index]?.status === 409);
    let more = 0;
    for (const loser of losers) {
      const { status } = await order(loser);
      more += status === 201 ? 1 : 0;
    }
    expect(won + more).toBe(20);
    await delivered();
    await expectNothingLost(sku, 20);
  });

  it.each(["take", "receipt"])(
    "a crash after the %s loses no unit and makes none: the transfer is ended",
    async (crash) => {
      const sku = shop.skus[crash === "take" ? 2 : 3] ?? "";
      await pool(sku, "POST", 12);
      const unlucky = await buyerAt(1, sku);
      expect((await order(unlucky, undefined, { "X-Crash-After": crash })).status).toBe(500);
      expect(sum(await taken(sku))).toBe(0);
      expect(await pool(sku)).toMatchObject({ open: 1, units: 10 });
      expect(await pool(sku, "PUT")).toMatchObject({ healed: 1, open: 0, units: 10 });
      expect(await pool(sku, "PUT"), "healing again changes nothing").toMatchObject({ healed: 0, units: 10 });
      await expectNothingLost(sku, 12);
      expect((await order(unlucky)).status).toBe(201);
      await delivered();
      await expectNothingLost(sku, 12);
    },
  );

  it("what an order that was never paid held can be bought at another shard once its hold has ended", async () => {
    const sku = shop.skus[4] ?? "";
    await pool(sku, "POST", 1);
    const idle = await order(await buyerAt(0, sku), {});
    expect(idle.status).toBe(201);
    const other = await buyerAt(2, sku);
    expect((await order(other)).body).toMatchObject({ code: "inventory.out_of_stock" });
    const [db] = shop.databases;
    await db
      ?.prepare("UPDATE orders SET expires_at = placed_at, check_at = placed_at WHERE id = ?")
      .bind(idle.body.id)
      .run();
    await request("GET", `${shop.apis[0]?.url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`, {
      timeoutMs: 60_000,
    });
    await delivered();
    expect((await order(other)).status).toBe(201);
    expect(await taken(sku)).toEqual([0, 0, 1]);
    await delivered();
    await expectNothingLost(sku, 1);
  });

  it("no shard has oversold, and nothing went wrong unseen", async () => {
    const oversold =
      "SELECT COUNT(*) AS n FROM stock_levels WHERE reserved < 0 OR reserved > on_hand OR on_hand < 0";
    expect(await overShards(oversold)).toEqual(Array.from({ length: SHARDS }, () => 0));
    expect(errors.filter((message) => !message.includes("died between"))).toEqual([]);
  });
});
