import { env } from "cloudflare:workers";
import { type EventMessage } from "../../src/platform/events.ts";

/** What work costs where it is billed or limited: calls of the main database and the rows that they read and wrote, messages sent to the queues, calls to Stripe. */
export interface Cost {
  readCalls: number;
  writeCalls: number;
  rowsRead: number;
  rowsWritten: number;
  messages: number;
  stripeCalls: number;
}

export interface CostingEnv {
  env: Env;
  /** What was used since it was asked for last. */
  spent(): Cost;
  /** The messages that wait in the queue of events since they were asked for last; they go nowhere by themselves. */
  waiting(): EventMessage[];
}

const NOTHING: Cost = {
  readCalls: 0,
  writeCalls: 0,
  rowsRead: 0,
  rowsWritten: 0,
  messages: 0,
  stripeCalls: 0,
};

/** The test environment with a main database that counts rows and queues that hold what is sent. The database itself is the real one. */
export function costingEnv(): CostingEnv {
  let cost = { ...NOTHING };
  let held: EventMessage[] = [];
  const note = (results: D1Result[]) => {
    const written = sum(results, "rows_written");
    cost.rowsRead += sum(results, "rows_read");
    cost.rowsWritten += written;
    if (written > 0) cost.writeCalls += 1;
    else cost.readCalls += 1;
  };
  const hold = (messages: Iterable<{ body: unknown }>, isEvents: boolean) => {
    const bodies = [...messages].map(({ body }) => body);
    cost.messages += bodies.length;
    if (isEvents) held.push(...(bodies as EventMessage[]));
  };
  return {
    env: {
      ...env,
      DB: costedDatabase(env.DB, note),
      EVENTS: heldQueue(env.EVENTS, (messages) => hold(messages, true)),
      WEBHOOKS: heldQueue(env.WEBHOOKS, (messages) => hold(messages, false)),
      ...(env.STRIPE_API ? { STRIPE_API: costedStripe(env.STRIPE_API, () => (cost.stripeCalls += 1)) } : {}),
    },
    spent() {
      const spent = cost;
      cost = { ...NOTHING };
      return spent;
    },
    waiting() {
      const waiting = held;
      held = [];
      return waiting;
    },
  };
}

function sum(results: readonly D1Result[], figure: "rows_read" | "rows_written"): number {
  return results.reduce((total, { meta }) => total + meta[figure], 0);
}

const originals = new WeakMap<object, D1PreparedStatement>();

function costedDatabase(database: D1Database, note: (results: D1Result[]) => void): D1Database {
  return new Proxy(database, {
    get(target, property) {
      if (property === "prepare") return (sql: string) => costedStatement(target.prepare(sql), note);
      if (property === "batch") {
        return async (statements: object[]) => {
          const results = await target.batch(
            statements.map((statement) => originals.get(statement) ?? (statement as D1PreparedStatement)),
          );
          note(results);
          return results;
        };
      }
      const value: unknown = Reflect.get(target, property);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function costedStatement(
  statement: D1PreparedStatement,
  note: (results: D1Result[]) => void,
): D1PreparedStatement {
  const all = async () => {
    const result = await statement.all();
    note([result]);
    return result;
  };
  const proxy = new Proxy(statement, {
    get(target, property) {
      if (property === "bind") return (...values: unknown[]) => costedStatement(target.bind(...values), note);
      if (property === "all" || property === "run") return all;
      if (property === "first") {
        return async (column?: string) => {
          const [row] = (await all()).results;
          return (column === undefined ? row : row?.[column]) ?? null;
        };
      }
      throw new Error(`${String(property)} of a statement is not counted`);
    },
  });
  originals.set(proxy, statement);
  return proxy;
}

function heldQueue<Message>(
  queue: Queue<Message>,
  hold: (messages: Iterable<{ body: unknown }>) => void,
): Queue<Message> {
  return new Proxy(queue, {
    get(target, property) {
      if (property === "send") return async (body: unknown) => hold([{ body }]);
      if (property === "sendBatch") return async (messages: Iterable<{ body: unknown }>) => hold(messages);
      const value: unknown = Reflect.get(target, property);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function costedStripe(stripe: Fetcher, note: () => void): Fetcher {
  return new Proxy(stripe, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      if (property === "fetch") note();
      return value.bind(target) as unknown;
    },
  });
}
