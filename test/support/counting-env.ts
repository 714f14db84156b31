import { env } from "cloudflare:workers";

/** Round trips that a request made through the bindings. A D1 batch counts once, as it is one network call. */
export interface IoCounts {
  d1: number;
  searchD1: number;
  kvReads: number;
  kvWrites: number;
  cart: number;
  throttle: number;
  stripe: number;
  queue: number;
  metrics: number;
}

const EXECUTING = new Set(["all", "first", "run", "raw"]);

/** The test environment with bindings that count. Nothing is faked: every call goes through. */
export function countingEnv(): { env: Env; counts: IoCounts } {
  const counts: IoCounts = {
    d1: 0,
    searchD1: 0,
    kvReads: 0,
    kvWrites: 0,
    cart: 0,
    throttle: 0,
    stripe: 0,
    queue: 0,
    metrics: 0,
  };
  const counted: Env = {
    ...env,
    DB: countD1(env.DB, () => (counts.d1 += 1)),
    SEARCH_DB: countD1(env.SEARCH_DB, () => (counts.searchD1 += 1)),
    CATALOG_CACHE: intercept(env.CATALOG_CACHE, (name) => {
      if (name === "get" || name === "getWithMetadata" || name === "list") counts.kvReads += 1;
      if (name === "put" || name === "delete") counts.kvWrites += 1;
    }),
    CART: countObjects(env.CART, () => (counts.cart += 1)),
    THROTTLE: countObjects(env.THROTTLE, () => (counts.throttle += 1)),
    EVENTS: intercept(env.EVENTS, () => (counts.queue += 1)),
    METRICS: countObjects(env.METRICS, () => (counts.metrics += 1)),
    ...(env.STRIPE_API ? { STRIPE_API: intercept(env.STRIPE_API, () => (counts.stripe += 1)) } : {}),
  };
  return { env: counted, counts };
}

/** A proxy that reports every method call by name and passes it on. */
function intercept<Target extends object>(target: Target, onCall: (name: string) => void): Target {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => {
        onCall(String(property));
        return (value as (...list: unknown[]) => unknown).apply(object, parameters);
      };
    },
  });
}

function countD1<Database extends D1Database | D1DatabaseSession>(
  database: Database,
  onCall: () => void,
): Database {
  return new Proxy(database, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => {
        if (property === "batch" || property === "exec") onCall();
        const unwrapped = property === "batch" ? [(parameters[0] as object[]).map(unwrap)] : parameters;
        const result = (value as (...list: unknown[]) => unknown).apply(object, unwrapped);
        if (property === "withSession") return countD1(result as D1DatabaseSession, onCall);
        return property === "prepare" ? countStatement(result as D1PreparedStatement, onCall) : result;
      };
    },
  });
}

const originals = new WeakMap<object, object>();

/** D1 looks into the statements of a batch, so it gets its own back. */
function unwrap(statement: object): object {
  return originals.get(statement) ?? statement;
}

function countStatement(statement: D1PreparedStatement, onCall: () => void): D1PreparedStatement {
  const proxy = new Proxy(statement, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => {
        if (EXECUTING.has(String(property))) onCall();
        const result = (value as (...list: unknown[]) => unknown).apply(object, parameters);
        return property === "bind" ? countStatement(result as D1PreparedStatement, onCall) : result;
      };
    },
  });
  originals.set(proxy, statement);
  return proxy;
}

function countObjects<Namespace extends Env["CART"] | Env["THROTTLE"] | Env["METRICS"]>(
  namespace: Namespace,
  onCall: () => void,
): Namespace {
  return new Proxy(namespace, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => {
        const result = (value as (...list: unknown[]) => unknown).apply(object, parameters);
        return property === "getByName" || property === "get" ? countRpc(result as object, onCall) : result;
      };
    },
  });
}

/** The methods of a Durable Object must be called on what getByName returned. */
function countRpc(remote: object, onCall: () => void): object {
  return new Proxy(remote, {
    get(object, property) {
      return (...parameters: unknown[]) => {
        onCall();
        return (object as Record<string | symbol, (...list: unknown[]) => unknown>)[property]?.(
          ...parameters,
        );
      };
    },
  });
}
