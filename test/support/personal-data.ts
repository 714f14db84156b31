import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";

/**
 * Where in all stores one of these texts is found, in any case: every table of both databases, every key and value of KV and R2, all
 * that every Durable Object keeps. Each place once, as "DB.orders", "KV", "R2 MEDIA" or "CART.cart".
 */
export async function findPersonalData(texts: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const look = (place: string, content: unknown) => {
    const haystack = (typeof content === "string" ? content : JSON.stringify(content)).toLowerCase();
    if (texts.some((text) => haystack.includes(text.toLowerCase()))) found.add(place);
  };
  await lookInD1("DB", env.DB, look);
  await lookInD1("SEARCH_DB", env.SEARCH_DB, look);
  await lookInKv(look);
  await lookInR2("MEDIA", env.MEDIA, look);
  await lookInR2("BACKUPS", env.BACKUPS, look);
  await lookInObjects("CART", env.CART, look);
  await lookInObjects("THROTTLE", env.THROTTLE, look);
  return [...found].sort();
}

type Look = (place: string, content: unknown) => void;

/** SQLite's and the runtime's own tables hold no data of ours and may not be read. */
const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'";

async function lookInD1(name: string, database: D1Database, look: Look): Promise<void> {
  const { results: tables } = await database.prepare(TABLES).all<{ name: string }>();
  for (const table of tables) {
    const { results } = await database.prepare(`SELECT * FROM "${table.name}"`).all();
    for (const row of results) look(`${name}.${table.name}`, row);
  }
}

async function lookInKv(look: Look): Promise<void> {
  let cursor: string | undefined;
  do {
    const list = await env.CATALOG_CACHE.list(cursor === undefined ? {} : { cursor });
    for (const { name, metadata } of list.keys) {
      look("KV", [name, metadata ?? null]);
      look("KV", (await env.CATALOG_CACHE.get(name)) ?? "");
    }
    cursor = list.list_complete ? undefined : list.cursor;
  } while (cursor !== undefined);
}

async function lookInR2(name: string, bucket: R2Bucket, look: Look): Promise<void> {
  const { objects } = await bucket.list();
  for (const { key, customMetadata } of objects) {
    look(`R2 ${name}`, [key, customMetadata ?? null]);
    look(`R2 ${name}`, (await (await bucket.get(key))?.text()) ?? "");
  }
}

async function lookInObjects<Type extends Rpc.DurableObjectBranded>(
  name: string,
  namespace: DurableObjectNamespace<Type>,
  look: Look,
): Promise<void> {
  for (const id of await listDurableObjectIds(namespace)) {
    const kept = await runInDurableObject(namespace.get(id), async (_, { storage }) => {
      const tables = storage.sql.exec<{ name: string }>(TABLES).toArray();
      return [
        ...tables.map((table) => ({
          table: table.name,
          rows: storage.sql.exec(`SELECT * FROM "${table.name}"`).toArray(),
        })),
        { table: "values", rows: [...(await storage.list())] },
      ];
    });
    for (const { table, rows } of kept) look(`${name}.${table}`, rows);
  }
}
