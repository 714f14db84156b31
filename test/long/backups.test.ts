import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { continueBackup } from "../../src/modules/backups/continue-backup.ts";
import { newBudget } from "../../src/modules/backups/budget.ts";
import type { BackupBody } from "../../src/modules/backups/backups.schema.ts";
import { backupHealth, type Manifest, manifestSchema } from "../../src/modules/backups/index.ts";
import { startNightly } from "../../src/modules/backups/start-backup.ts";
import { deleteOldErasures } from "../../src/modules/backups/erasures.ts";
import type { EventEnvelope } from "../../src/platform/events.ts";
import { subscribers } from "../../src/registry.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { commit } from "../../src/platform/commit.ts";
import { measureTable, type Target, verifyDatabase } from "../../scripts/lib/backup-database.ts";
import { type Dump, verifyDump } from "../../scripts/lib/backup-dump.ts";
import { announceRestore, restoreDump } from "../../scripts/lib/backup-load.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, eventually, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { onPayment, buy } from "../support/payments.ts";
import { askReturn, deliveredOrder } from "../support/returns.ts";
import { makeVariant, placeOrder, readyCart, type TestVariant, unique } from "../support/shop.ts";
import { sql } from "drizzle-orm";

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way the runtime's types are extended
  namespace Cloudflare {
    interface Env {
      RESTORE_DB: D1Database;
    }
  }
}

const ctxOf = (bindings: Env = env, now?: () => Date) =>
  createCtx(
    bindings,
    { kind: "system", job: "test" },
    { waitUntil: () => undefined, ...(now ? { now } : {}) },
  );

/** No more than a step of so many characters. */
const oneStep = (characters = 1) => continueBackup(ctxOf(), newBudget(characters));

const targetOf = (database: D1Database): Target => ({
  all: async (query) => (await database.prepare(query).all<never>()).results,
  run: async (statements) => {
    await database.batch(
      ["PRAGMA defer_foreign_keys = on", ...statements].map((statement) => database.prepare(statement)),
    );
  },
});

async function dumpOf(id: string): Promise<Dump> {
  const read = async (object: string) => {
    const stored = await env.BACKUPS.get(`backups/${id}/${object}`);
    if (!stored) throw new Error(`${object} is missing`);
    return stored.arrayBuffer();
  };
  const manifest = manifestSchema.parse(JSON.parse(new TextDecoder().decode(await read("manifest.json"))));
  return { manifest, read };
}

/** Empties the database that is restored into. */
async function emptyTarget(): Promise<void> {
  const found = await env.RESTORE_DB.prepare(
    "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  ).all<{ type: string; name: string }>();
  if (found.results.length === 0) return;
  await env.RESTORE_DB.batch(
    [
      "PRAGMA defer_foreign_keys = on",
      ...found.results.map(({ type, name }) => `DROP ${type} "${name}"`),
    ].map((statement) => env.RESTORE_DB.prepare(statement)),
  );
}

async function start(): Promise<string> {
  const answer = await api<BackupBody>("POST", "/api/v1/ops/backups", { headers: await asStaff() });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  expect(answer.headers.get("Location")).toBe(`/api/v1/ops/backups/${answer.body.id}`);
  return answer.body.id;
}

async function read(id: string): Promise<BackupBody> {
  return (await api<BackupBody>("GET", `/api/v1/ops/backups/${id}`, { headers: await asStaff() })).body;
}

/** Goes on until the dump is over. */
async function finish(id: string): Promise<void> {
  for (let step = 0; step < 10; step++) {
    await continueBackup(ctxOf(), newBudget());
    if ((await value("SELECT COUNT(*) FROM backups WHERE id = ? AND at_work IS NULL", id)) === 1) return;
  }
  throw new Error("the dump does not end");
}

const captures = () =>
  value("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'backup\\_capture\\_%' ESCAPE '\\'");

/** The test's own tables: every kind of value and key. */
const ODD = [
  `CREATE TABLE odd_values (id TEXT PRIMARY KEY, big INTEGER, real REAL, bytes BLOB, text TEXT, "a ""name""" ANY)`,
  "CREATE TABLE odd_keys (a TEXT COLLATE NOCASE, b INTEGER, note TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID",
  "CREATE TABLE odd_numbers (n INTEGER PRIMARY KEY, note TEXT)",
  "CREATE TABLE odd_parents (id TEXT PRIMARY KEY, parent TEXT REFERENCES odd_parents (id) ON DELETE CASCADE)",
  "CREATE TABLE odd_empty (id TEXT PRIMARY KEY)",
  "CREATE VIEW odd_view AS SELECT id FROM odd_values",
];

const run = (text: string, ...values: unknown[]) =>
  env.DB.prepare(text)
    .bind(...values)
    .run();

let variant: TestVariant;
let orderId: string;
let orderToken: string;

beforeAll(async () => {
  for (const statement of ODD) await run(statement);
  await env.DB.batch(
    [
      env.DB
        .prepare(`INSERT INTO odd_values VALUES ('max', 9223372036854775807, 0.30000000000000004, x'00ff10', 'a' || char(0) || char(10, 9) || 'ü😀"''', NULL),
      ('min', -9223372036854775808, -1.7976931348623157e308, x'', '', 1.5), ('null', NULL, NULL, NULL, NULL, 'text'),
      ('inf', 9007199254740993, 9e999, zeroblob(3), 'null', x'41'), ('', 0, 5e-324, NULL, '[1,"2"]', -0.0)`),
      env.DB.prepare("INSERT INTO odd_values (id, text, bytes) VALUES ('long', ?, zeroblob(50000))").bind(
        "it's 😀 ".repeat(20_000),
      ),
      env.DB
        .prepare(`INSERT INTO odd_keys WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 4500)
      SELECT CASE i % 3 WHEN 0 THEN 'Key ' WHEN 1 THEN 'key ''' ELSE 'KEY "' END || (i % 50), i, 'note ' || i FROM s`),
      env.DB
        .prepare(`INSERT INTO odd_numbers WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 4500)
      SELECT i * 3, 'number ' || i FROM s`),
      env.DB.prepare("INSERT INTO odd_numbers VALUES (9223372036854775806, 'last'), (-5, 'first')"),
      env.DB.prepare(
        "INSERT INTO odd_parents VALUES ('child', 'a'), ('grandchild', 'child'), ('a', NULL), ('b', NULL)",
      ),
    ].slice(0, 5),
  );
  await env.DB.batch([
    env.DB.prepare("PRAGMA defer_foreign_keys = on"),
    env.DB.prepare(
      "INSERT INTO odd_parents VALUES ('child', 'a'), ('grandchild', 'child'), ('a', NULL), ('b', NULL)",
    ),
  ]);
  variant = await makeVariant({ stock: 500, name: "Kännchen ☕ “fein”" });
  const placed = await placeOrder(await readyCart([{ variant, quantity: 2 }]));
  orderId = placed.body.id;
  orderToken = placed.body.access_token ?? "";
  const bought = await buy();
  await onPayment(bought.payment, "refunds", { amount: 100, reason: "Scratched" });
  const sent = await deliveredOrder();
  await askReturn(sent, [{ id: sent.lines[0] ?? "", quantity: 1 }]);
  await eventsDelivered();
}, 60_000);

afterEach(async () => {
  await forget();
});

/** Random changes of rows before and behind the reader, of keys, and of the shop itself. */
async function writeAtRandom(random: () => number): Promise<void> {
  const n = Math.floor(random() * 4_500);
  const some = Math.floor(random() * 6);
  const changes = [
    () => run("UPDATE odd_numbers SET note = note || '.' WHERE n BETWEEN ? AND ?", n, n + 30),
    () => run("DELETE FROM odd_numbers WHERE n BETWEEN ? AND ?", n * 3, n * 3 + 9),
    () => run("UPDATE odd_numbers SET n = n + 20000000 WHERE n BETWEEN ? AND ?", n * 3, n * 3 + 9),
    () => run("UPDATE odd_numbers SET n = -n WHERE n BETWEEN ? AND ?", n * 3, n * 3 + 9),
    () => run("INSERT INTO odd_numbers SELECT MAX(n) - ?, 'new' FROM odd_numbers", 1 + n),
    () => run("UPDATE odd_keys SET a = 'zz moved ' || b WHERE b = ?", n),
    () => run("UPDATE odd_keys SET a = ' moved ' || b, note = 'again' WHERE b BETWEEN ? AND ?", n, n + 5),
    () => run("DELETE FROM odd_keys WHERE b BETWEEN ? AND ?", n, n + 5),
    () => run("INSERT INTO odd_keys VALUES (?, ?, 'new')", `key ${n}`, 10_000 + Math.floor(random() * 1e9)),
    () => run("UPDATE odd_values SET big = big - 1, id = id || ? WHERE id LIKE 'm%'", "x".repeat(some)),
    () => run("INSERT INTO odd_empty VALUES (?)", unique("row")).then(() => run("DELETE FROM odd_empty")),
    () => run("INSERT INTO odd_parents VALUES (?, 'a')", unique("child")),
  ];
  for (let count = 0; count < 4; count++)
    await changes[Math.floor(random() * changes.length)]?.().catch(() => {});
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("a dump", () => {
  it("is the database of one moment although it is written to all the time, and restores to equal tables", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = randomOf(seed);
    let source = new Map<string, { rows: number; checksum: string }>();
    let isTaken = false;
    const closing = {
      ...env,
      DB: new Proxy(env.DB, {
        get(target, property) {
          const method = (Reflect.get(target, property) as (...list: unknown[]) => unknown).bind(target);
          if (property !== "batch") return method;
          return async (...parameters: unknown[]) => {
            // The state right before the last batch is the one right after it: nobody writes in between here.
            if (
              (parameters[0] as unknown[]).length > 150 &&
              (await value("SELECT COUNT(*) FROM backup_changes")) > 0
            ) {
              source = await measureAll();
              isTaken = true;
            }
            return method(...parameters);
          };
        },
      }),
    };
    const id = await start();
    let backup = await read(id);
    for (let step = 0; backup.finished_at === undefined && step < 500; step++) {
      await continueBackup(ctxOf(closing), newBudget(step < 3 ? 1 : 25_000));
      backup = await read(id);
      if (backup.status === "copying" || backup.status === "verifying") await writeAtRandom(random);
      if (step === 4)
        expect((await placeOrder(await readyCart([{ variant, quantity: 1 }]))).status).toBe(201);
    }
    expect(backup.status, `seed ${seed}: ${JSON.stringify(backup).slice(0, 2_000)}`).toBe("succeeded");
    expect(isTaken).toBe(true);
    expect(await captures()).toBe(0);
    expect(await value("SELECT COUNT(*) FROM backup_changes")).toBe(0);
    const dump = await dumpOf(id);
    expect(dump.manifest.tables.some(({ changes }) => changes.length > 0)).toBe(true);
    await verifyDump(dump, () => {});
    await emptyTarget();
    const target = targetOf(env.RESTORE_DB);
    await restoreDump(dump, target, () => {});
    await verifyDatabase(dump.manifest, target, () => {});
    for (const table of dump.manifest.tables) {
      const { rows: count, checksum } = table;
      expect({ name: table.name, rows: count, checksum }, `seed ${seed}`).toEqual({
        name: table.name,
        ...source.get(table.name),
      });
    }
    expect(dump.manifest.tables.find(({ name }) => name === "odd_empty")?.rows).toBe(0);
    await expectSameSchema(dump.manifest);
    await expect(restoreDump(dump, target, () => {})).rejects.toThrow("the database is not empty");
  });

  it("restores to a shop that shows its orders and takes new ones", async () => {
    const id = await start();
    await finish(id);
    await emptyTarget();
    await restoreDump(await dumpOf(id), targetOf(env.RESTORE_DB), () => {});
    const restored: Env = { ...env, DB: env.RESTORE_DB };
    const order = await callWith(restored, "GET", `/api/v1/orders/${orderId}`, {
      headers: { "X-Order-Token": orderToken },
    });
    expect(order.status).toBe(200);
    expect(order.body["line_items"]).toMatchObject([{ name: "Kännchen ☕ “fein”", quantity: 2 }]);
    const before = await restored.DB.prepare("SELECT MAX(seq) AS n FROM audit_log").first<number>("n");
    const placed = await callWith<{ id: string }>(restored, "POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: {
        "X-Cart-Token": await readyCart([{ variant, quantity: 1 }]),
        "Idempotency-Key": unique("key"),
      },
    });
    expect(placed.status, JSON.stringify(placed.body)).toBe(201);
    const made = await restored.DB.prepare("SELECT id FROM orders WHERE id = ?").bind(placed.body.id).all();
    expect(made.results).toHaveLength(1);
    const after = await restored.DB.prepare("SELECT MAX(seq) AS n FROM audit_log").first<number>("n");
    expect(after).toBeGreaterThanOrEqual(before ?? 0);
    // Guards are there, too.
    const sold = restored.DB.prepare("UPDATE stock_levels SET reserved = on_hand + 1 WHERE variant_id = ?");
    await expect(sold.bind(variant.id).run()).rejects.toThrow("CHECK");
  });

  it("brings back nobody who was erased since, and has the catalog rebuilt", async () => {
    const { id: person, headers } = await makeUser({ confirmedSecondsAgo: 0 });
    const { id: other } = await makeUser();
    const id = await start();
    await finish(id);
    expect((await api("DELETE", "/api/v1/customers/me", { headers })).status).toBe(204);
    await eventually(async () => (await env.BACKUPS.head(`erasures/${person}`)) !== null);
    const { manifest } = await dumpOf(id);
    await emptyTarget();
    const target = targetOf(env.RESTORE_DB);
    await restoreDump(await dumpOf(id), target, () => {});
    await announceRestore(manifest, target);
    const restored = ctxOf({ ...env, DB: env.RESTORE_DB });
    const [told] = await restored.db.all<EventEnvelope & { payload: string }>(
      sql`SELECT * FROM outbox WHERE type = 'backup.restored'`,
    );
    if (!told) throw new Error("nobody is told");
    const heard = subscribers.filter(({ eventType }) => eventType === told.type);
    expect(heard.map(({ name }) => name)).toEqual(["search.rebuild-after-restore", "customers.erase-again"]);
    for (const _ of [1, 2]) {
      for (const subscriber of heard)
        await subscriber.handle(restored, { ...told, payload: JSON.parse(told.payload) as unknown });
    }
    const statuses = sql`SELECT id, status FROM users WHERE id IN (${person}, ${other}) ORDER BY created_at, id`;
    expect(await restored.db.all(statuses)).toEqual([
      { id: person, status: "erased" },
      { id: other, status: "active" },
    ]);
    const again = sql`SELECT COUNT(*) AS n FROM audit_log WHERE action = 'customer.erase' AND entity_id = ${person}`;
    expect(await restored.db.all(again)).toEqual([{ n: 1 }]);
    const rebuild = env.SEARCH_DB.prepare(
      "SELECT value ->> 'status' AS s FROM catalog_meta WHERE key = 'rebuild'",
    );
    expect(await rebuild.first("s")).toBe("waiting");
    // The list is kept as long as a dump that knows the person.
    await deleteOldErasures(ctxOf(env, () => new Date(Date.now() + 59 * 86_400_000)));
    expect(await env.BACKUPS.head(`erasures/${person}`)).not.toBeNull();
    await deleteOldErasures(ctxOf(env, () => new Date(Date.now() + 61 * 86_400_000)));
    expect(await env.BACKUPS.head(`erasures/${person}`)).toBeNull();
  });

  it("counts rows for others as ever while it is made", async () => {
    const id = await start();
    await oneStep();
    expect(await captures()).toBeGreaterThan(100);
    const note = (text: string, n: number) =>
      sql`UPDATE odd_numbers SET note = ${text} WHERE n <= ${n} AND n > 0`;
    const renamed = sql`UPDATE odd_numbers SET n = 0 WHERE n = -5`;
    const removed = sql`DELETE FROM odd_parents WHERE id = 'none'`;
    expect(await commit(ctxOf(), { statements: [note("a", 9), removed, renamed] })).toEqual([3, 0, 1]);
    expect(await commit(ctxOf(), { statements: [removed] })).toEqual([0]);
    await run("UPDATE odd_numbers SET n = -5 WHERE n = 0");
    // A migration makes a table meanwhile, which has no triggers.
    await run("CREATE TABLE odd_late (id TEXT PRIMARY KEY)");
    const late = sql`INSERT INTO odd_late VALUES ('one')`;
    expect(await commit(ctxOf(), { statements: [late, note("b", 9)] })).toEqual([1, 3]);
    await finish(id);
    expect(await commit(ctxOf(), { statements: [note("c", 9)] })).toEqual([3]);
  });
});

describe("a dump that is cut off", () => {
  it("goes on or starts anew wherever a run dies, and leaves nothing behind", async () => {
    let last: { id: string; status: string } | undefined;
    const moments = { batch: [1, 2, 3, 4, 5, 6, 60], put: [1, 30], get: [1] };
    for (const operation of ["batch", "put", "get"] as const) {
      for (const nth of moments[operation]) {
        const id = await start();
        let calls = 0;
        const dying = dyingAt(operation, () => ++calls === nth);
        await continueBackup(ctxOf(dying), newBudget()).catch(() => "died");
        const isThrough = calls < nth;
        for (let step = 0; step < 3; step++) await continueBackup(ctxOf(), newBudget());
        const list = await rows<{ id: string; status: string }>(
          "SELECT id, status FROM backups ORDER BY created_at, id",
        );
        last = list.at(-1);
        expect(last?.status, `${operation} ${nth}`).toBe("succeeded");
        if (isThrough) expect(last?.id).toBe(id);
        expect(await captures(), `${operation} ${nth}`).toBe(0);
        if (nth === 30 || isThrough) await verifyDump(await dumpOf(last?.id ?? ""), () => {});
        await forget();
        if (isThrough) break;
      }
    }
  }, 90_000);

  it("is started anew when the schema changes meanwhile, three times at most, and then somebody is told", async () => {
    const id = await start();
    await oneStep();
    for (let attempt = 1; attempt <= 3; attempt++) {
      await run(`ALTER TABLE odd_empty ADD COLUMN c${attempt} TEXT`);
      expect(await oneStep()).toContain("the schema was changed");
      await oneStep();
    }
    expect((await read(id)).status).toBe("failed");
    expect(await rows("SELECT attempt, status FROM backups ORDER BY created_at, id")).toMatchObject([
      { attempt: 1, status: "failed" },
      { attempt: 2, status: "failed" },
      { attempt: 3, status: "failed" },
    ]);
    expect(await rows("SELECT code, entity FROM alerts WHERE code = 'backup.failed'")).toHaveLength(1);
    expect(await captures()).toBe(0);
    expect((await env.BACKUPS.list({ prefix: "backups/" })).objects).toEqual([]);
    await forget();
  });

  it("is given up when it does not end in a night, and stops noting changes", async () => {
    const id = await start();
    await oneStep();
    const late = (hours: number) => ctxOf(env, () => new Date(Date.now() + hours * 3_600_000));
    expect(await continueBackup(late(19), newBudget(1))).toContain("copying");
    expect(await continueBackup(late(21), newBudget())).toContain("longer than 20 hours");
    expect(await captures()).toBe(0);
    expect((await read(id)).status).toBe("failed");
    expect(await value("SELECT COUNT(*) FROM backups WHERE at_work = 1")).toBe(0);
    expect(await rows("SELECT entity_id FROM alerts WHERE code = 'backup.failed'")).toEqual([
      { entity_id: id },
    ]);
  });

  it("is not mixed up by two runs at once", async () => {
    const id = await start();
    await oneStep();
    for (let step = 0; step < 100; step++) {
      await Promise.all([oneStep(50_000), oneStep(40_000)]).catch(() => undefined);
      const list = await rows<{ status: string }>("SELECT status FROM backups WHERE at_work = 1");
      if (list.length === 0) break;
    }
    const [last] = await rows<{ id: string }>("SELECT id FROM backups WHERE status = 'succeeded'");
    expect(last).toBeDefined();
    expect(id).toBeDefined();
    await verifyDump(await dumpOf(last?.id ?? ""), () => {});
    expect(await captures()).toBe(0);
  });
});

describe("a damaged dump", () => {
  it("is refused before anything is written", async () => {
    const id = await start();
    await finish(id);
    const dump = await dumpOf(id);
    const orders = dump.manifest.tables.find(({ name }) => name === "orders");
    const chunk = orders?.chunks[0]?.object ?? "";
    const altered: Dump = {
      ...dump,
      read: async (object) => {
        const bytes = await dump.read(object);
        if (object === chunk) new Uint8Array(bytes)[40] = 0;
        return bytes;
      },
    };
    await expect(verifyDump(altered, () => {})).rejects.toThrow(`${chunk} is damaged`);
    const lacking: Dump = { ...dump, manifest: structuredClone(dump.manifest) };
    lacking.manifest.tables.find(({ name }) => name === "orders")?.chunks.pop();
    await expect(verifyDump(lacking, () => {})).rejects.toThrow("orders has 0 rows in the dump");
  });

  it("is found by reading it back, and made anew", async () => {
    const id = await start();
    while ((await read(id)).status !== "verifying") await oneStep(100_000);
    const { objects } = await env.BACKUPS.list({ prefix: `backups/${id}/orders/` });
    await env.BACKUPS.put(objects[0]?.key ?? "", "no gzip");
    await finish(id);
    expect(await read(id)).toMatchObject({ status: "failed", error: expect.stringContaining("damaged") });
    while ((await value("SELECT COUNT(*) FROM backups WHERE at_work = 1")) > 0) await oneStep(1e9);
    expect(
      await rows("SELECT attempt FROM backups WHERE status = 'succeeded' ORDER BY created_at DESC LIMIT 1"),
    ).toEqual([{ attempt: 2 }]);
  });
});

describe("the nightly dump", () => {
  const at = (time: string) => ctxOf(env, () => new Date(time));

  it("is asked for once a night, made up for when it was missed, and missed aloud", async () => {
    expect(await startNightly(at("2030-05-01T12:00:00Z"))).toBe("not due");
    expect(await startNightly(at("2030-05-02T02:00:10Z"))).toBe("asked for");
    expect(await startNightly(at("2030-05-02T02:01:10Z"))).toBe("not due");
    await continueBackup(at("2030-05-02T02:02:00Z"), newBudget());
    expect(await startNightly(at("2030-05-03T01:59:00Z"))).toBe("not due");
    expect(await rows("SELECT status FROM backups")).toEqual([{ status: "succeeded" }]);
    expect(await backupHealth(at("2030-05-03T02:02:00Z"))).toMatchObject({
      age_seconds: 86_400,
      at_work: false,
    });
    expect(await startNightly(at("2030-05-03T09:30:00Z"))).toBe("asked for");
    expect(await rows("SELECT code FROM alerts WHERE code = 'backup.overdue'")).toEqual([
      { code: "backup.overdue" },
    ]);
    await forget();
  });

  it("keeps a list that follows the bucket, also one that another database has made", async () => {
    const id = await start();
    await finish(id);
    await run("DELETE FROM backups");
    await env.BACKUPS.put("backups/left-over/orders/0-12345678.ndjson.gz", "left by nobody");
    await env.BACKUPS.put("backups/newer/manifest.json", '{"format":2}');
    const next = await start();
    await finish(next);
    const list = await api<{ data: BackupBody[] }>("GET", "/api/v1/ops/backups", {
      headers: await asStaff(),
    });
    expect(list.body.data.map((backup) => backup.id)).toEqual([next, id]);
    expect(list.body.data[1]?.tables.length).toBe(list.body.data[0]?.tables.length);
    expect((await env.BACKUPS.list({ prefix: "backups/left-over/" })).objects).toEqual([]);
    // Of a release that is not known here: neither listed nor deleted.
    expect((await env.BACKUPS.list({ prefix: "backups/newer/" })).objects).toHaveLength(1);
    const busy = await start();
    const again = await api("POST", "/api/v1/ops/backups", { headers: await asStaff() });
    expect(again).toMatchObject({ status: 409, body: { code: "backup.in_progress" } });
    await finish(busy);
  });
});

async function measureAll(): Promise<Map<string, { rows: number; checksum: string }>> {
  const { readSchema } = await import("../../src/modules/backups/schema.repo.ts");
  const { tables } = await readSchema(ctxOf());
  const measured = new Map<string, { rows: number; checksum: string }>();
  for (const table of tables) measured.set(table.name, await measureTable(table, targetOf(env.DB)));
  return measured;
}

async function expectSameSchema(manifest: Manifest): Promise<void> {
  const { results } = await env.RESTORE_DB.prepare(
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  ).all();
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
  expect((results as typeof manifest.schema).sort(byName)).toEqual(manifest.schema.toSorted(byName));
}

/** Bindings of which one call does not come through, as if the Worker died there. */
function dyingAt(operation: "batch" | "put" | "get", isNow: () => boolean): Env {
  const dying = <Binding extends object>(binding: Binding): Binding =>
    new Proxy(binding, {
      get(target, property) {
        const found: unknown = Reflect.get(target, property);
        if (typeof found !== "function") return found;
        const method = (found as (...list: unknown[]) => unknown).bind(target);
        if (property !== operation) return method;
        return async (...parameters: unknown[]) => {
          if (isNow()) throw new Error("the Worker died");
          return method(...parameters);
        };
      },
    });
  return operation === "batch" ? { ...env, DB: dying(env.DB) } : { ...env, BACKUPS: dying(env.BACKUPS) };
}

async function forget(): Promise<void> {
  const { objects } = await env.BACKUPS.list({ prefix: "backups/" });
  if (objects.length > 0) await env.BACKUPS.delete(objects.map(({ key }) => key));
  await env.DB.batch(["backup_chunks", "backups"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE name LIKE 'backup\\_capture\\_%' ESCAPE '\\'",
  ).all<{ name: string }>();
  if (results.length > 0)
    await env.DB.batch(results.map(({ name }) => env.DB.prepare(`DROP TRIGGER "${name}"`)));
  await run("DELETE FROM backup_changes");
  await run("DELETE FROM alerts WHERE code LIKE 'backup.%'");
}
