import { DurableObject } from "cloudflare:workers";
import { type Context, Hono } from "hono";
import { v7 } from "uuid";
import type { OrderRows, Template } from "./order-rows.ts";

interface Bindings {
  PAGES: Record<string, string>;
  CACHE: KVNamespace;
  ORDER_ROWS: OrderRows;
  DB: D1Database;
  ROW: DurableObjectNamespace<OneRow>;
  STRIPE: Fetcher;
  EVENTS: Queue;
}

/** A bare object: one row of SQLite, and nothing in memory. */
export class OneRow extends DurableObject<Bindings> {
  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)");
    this.ctx.storage.sql.exec("INSERT OR IGNORE INTO row (id, n) VALUES (1, 0)");
  }

  async write(): Promise<number> {
    return Number(
      this.ctx.storage.sql.exec("UPDATE row SET n = n + 1 WHERE id = 1 RETURNING n").toArray()[0]?.["n"],
    );
  }

  async read(): Promise<number> {
    return Number(this.ctx.storage.sql.exec("SELECT n FROM row WHERE id = 1").toArray()[0]?.["n"]);
  }
}

const app = new Hono<{ Bindings: Bindings }>();

const page = (c: Context<{ Bindings: Bindings }>, text: string) =>
  c.body(text, 200, { "Content-Type": "application/json; charset=UTF-8" });

app.get("/page/:name", (c) => page(c, c.env.PAGES[c.req.param("name")] ?? ""));

const readPage = async (db: D1Database, name: string): Promise<string> =>
  (await db.prepare("SELECT body FROM pages WHERE name = ?").bind(name).first<string>("body")) ?? "";

// One read of D1.
app.get("/read/:name", async (c) => page(c, await readPage(c.env.DB, c.req.param("name"))));

// What a read costs whose answer no cache has: KV misses, D1 answers, KV is told.
app.get("/cold/:name", async (c) => {
  const key = crypto.randomUUID();
  await c.env.CACHE.get(key);
  const text = await readPage(c.env.DB, c.req.param("name"));
  c.executionCtx.waitUntil(c.env.CACHE.put(key, text, { expirationTtl: 3_600 }));
  return page(c, text);
});
app.post("/row", async (c) =>
  c.json({ n: await c.env.ROW.getByName(c.req.header("X-Object") ?? "").write() }),
);
app.get("/row", async (c) => c.json({ n: await c.env.ROW.getByName(c.req.header("X-Object") ?? "").read() }));

// One batch that writes what placing an order writes.
app.post("/order", async (c) => {
  const { DB, ORDER_ROWS } = c.env;
  await DB.batch(statementsOf(DB, ORDER_ROWS.written, freshValues(ORDER_ROWS)));
  return c.json({}, 201);
});

// The same calls to the same stores in the same order as placing an order, and nothing between them.
app.post("/order-io", async (c) => {
  const { DB, ROW, STRIPE, EVENTS, ORDER_ROWS } = c.env;
  const fresh = freshValues(ORDER_ROWS);
  const cart = ROW.getByName(fresh[0] ?? "");
  await cart.read();
  await DB.batch(statementsOf(DB, ORDER_ROWS.read, fresh));
  await DB.batch(statementsOf(DB, ORDER_ROWS.written, fresh));
  c.executionCtx.waitUntil(EVENTS.sendBatch([{ body: ORDER_ROWS }, { body: fresh }]));
  const answer = await STRIPE.fetch("https://api.stripe.com/v1/payment_intents", {
    method: "POST",
    body: "amount=4242&currency=usd&confirm=true&payment_method=pm_card_visa&return_url=https://shop.example.com",
    headers: {
      Authorization: "Bearer sk_test_emulator_0123456789abcdef",
      "Content-Type": "application/x-www-form-urlencoded",
      "Idempotency-Key": v7(),
    },
  });
  if (!answer.ok) return c.text(await answer.text(), 502);
  await answer.json();
  await DB.batch(statementsOf(DB, ORDER_ROWS.settled, fresh));
  c.executionCtx.waitUntil(EVENTS.sendBatch([{ body: fresh }]));
  await cart.write();
  return c.json({}, 201);
});

function freshValues({ freshValues: count }: OrderRows): string[] {
  return Array.from({ length: count }, () => v7());
}

function statementsOf(db: D1Database, templates: Template[], fresh: string[]): D1PreparedStatement[] {
  return templates.map(({ sql, values }) =>
    db
      .prepare(sql)
      .bind(
        ...values.map((value) => (typeof value === "object" && value !== null ? fresh[value.fresh] : value)),
      ),
  );
}

export default app;
