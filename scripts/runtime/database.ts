import { request } from "../lib/http.ts";
import type { WorkerOptions } from "./runtime.ts";

/** What D1 answers to one statement. */
export interface Result<Row> {
  results: Row[];
  meta: { rows_read: number; rows_written: number; changes: number; size_after: number };
}

export interface Statement {
  bind(...values: unknown[]): Statement;
  /** The first row, or one column of it; null when there is none. */
  first<Value>(column: string): Promise<Value | null>;
  first<Row>(): Promise<Row | null>;
  all<Row = Record<string, unknown>>(): Promise<Result<Row>>;
  run(): Promise<Result<never>>;
}

/** The part of D1's interface that scripts and suites use on a running Worker's database. */
export interface Database {
  prepare(sql: string): Statement;
  /** All statements in one transaction. */
  batch<Row = Record<string, unknown>>(statements: readonly Statement[]): Promise<Result<Row>[]>;
}

/** Some statements load many rows while the machine is busy. */
const TIMEOUT_MS = 120_000;

/** Runs beside a Worker, on the same databases. */
const SCRIPT = `
export default {
  async fetch(request, env) {
    const { binding, statements } = await request.json();
    const db = env[binding];
    try {
      const prepared = statements.map(({ sql, values }) => db.prepare(sql).bind(...values));
      return Response.json(prepared.length === 1 ? [await prepared[0].all()] : await db.batch(prepared));
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};`;

/** The Worker through which {@link openDatabase} reaches the databases of `worker`. */
export function databaseDoor({ name, d1Databases = [] }: WorkerOptions): WorkerOptions {
  return { name: `${name}-databases`, modules: true, script: SCRIPT, d1Databases };
}

/**
 * A database behind the door at `url`. Miniflare's own proxies of a database stop this thread until workerd answers, and workerd
 * stops once it has logged more than the pipe to this thread takes: under load both would wait for each other for ever.
 */
export function openDatabase(url: URL, binding: string): Database {
  const ask = async <Row>(statements: readonly Asked[]): Promise<Result<Row>[]> => {
    const { body } = await request<Result<Row>[] | string>("POST", url.href, {
      json: { binding, statements: statements.map(({ sql, values }) => ({ sql, values })) },
      timeoutMs: TIMEOUT_MS,
    });
    if (typeof body === "string") throw new Error(body);
    return body;
  };
  return {
    prepare: (sql) => new Asked(sql, [], async (statement) => only(await ask([statement]))),
    batch: (statements) => ask(statements as Asked[]),
  };
}

class Asked implements Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly #ask: (statement: Asked) => Promise<Result<unknown>>;

  constructor(sql: string, values: readonly unknown[], ask: (statement: Asked) => Promise<Result<unknown>>) {
    this.sql = sql;
    this.values = values;
    this.#ask = ask;
  }

  bind(...values: unknown[]): Statement {
    return new Asked(this.sql, values, this.#ask);
  }

  async first<Value>(column?: string): Promise<Value | null> {
    const [row] = (await this.#ask(this)).results as Record<string, Value>[];
    if (row === undefined) return null;
    return column === undefined ? (row as Value) : (row[column] ?? null);
  }

  async all<Row>(): Promise<Result<Row>> {
    return (await this.#ask(this)) as Result<Row>;
  }

  async run(): Promise<Result<never>> {
    return (await this.#ask(this)) as Result<never>;
  }
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error("the database answered nothing");
  return item;
}
