/** Rows that the read model's D1 says it has read, of all requests of this isolate. */
let rowsRead = 0;

/** Of the bindings, what is metered; the others are passed on. */
interface Stores {
  SEARCH_DB: D1Database;
  CATALOG_CACHE: KVNamespace;
}

interface Entry {
  fetch(request: Request, env: Stores, ctx: ExecutionContext): Response | Promise<Response>;
}

let environment: Stores | undefined;

/** The API without KV, which always misses, and with a count of the rows that its reads cost: `GET /bench/rows`. */
export function metered(worker: Entry): Entry {
  return {
    ...worker,
    fetch(request, env, ctx) {
      if (new URL(request.url).pathname === "/bench/rows") return Response.json({ rows: rowsRead });
      // One for all requests: the API remembers what it parsed of an environment.
      environment ??= {
        ...env,
        SEARCH_DB: meteredDatabase(env.SEARCH_DB),
        CATALOG_CACHE: emptyNamespace(env.CATALOG_CACHE),
      };
      return worker.fetch(request, environment, ctx);
    },
  };
}

function meteredDatabase<Database extends D1Database | D1DatabaseSession>(database: Database): Database {
  return new Proxy(database, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => {
        const result: unknown = (value as (...list: unknown[]) => unknown).apply(target, parameters);
        if (property === "withSession") return meteredDatabase(result as D1DatabaseSession);
        if (property !== "batch") return result;
        return (result as Promise<D1Result[]>).then((results) => {
          for (const { meta } of results) rowsRead += meta.rows_read;
          return results;
        });
      };
    },
  });
}

function emptyNamespace(namespace: KVNamespace): KVNamespace {
  return new Proxy(namespace, {
    get(target, property) {
      if (property === "get")
        return (keys: unknown) => Promise.resolve(Array.isArray(keys) ? new Map<string, unknown>() : null);
      if (property === "put" || property === "delete") return () => Promise.resolve();
      return Reflect.get(target, property) as unknown;
    },
  });
}
