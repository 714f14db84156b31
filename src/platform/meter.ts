import { metrics } from "./metrics.ts";

/** Calls that one invocation made of one kind of store or service; `ms` adds up those in parallel. */
interface IoCount {
  calls: number;
  ms: number;
  failed?: number;
}

/** Bindings that are measured, and what a log line calls them. */
const BINDINGS = {
  DB: "d1",
  SEARCH_DB: "search_d1",
  CATALOG_CACHE: "kv",
  CART: "cart",
  THROTTLE: "throttle",
  MEDIA: "r2",
  BACKUPS: "r2",
  EVENTS: "queue",
  WEBHOOKS: "queue",
  EMAIL: "mail",
  STRIPE: "stripe",
} as const;

export type MeteredBinding = keyof typeof BINDINGS;

/** A violated constraint is an answer of the database, and no fault of it. */
const CONSTRAINT = /constraint failed/;

function isDatabaseFault(error: unknown): boolean {
  return !(error instanceof Error && CONSTRAINT.test(error.message));
}

/** Measures the calls of one invocation, for its own log line and for the sums of the isolate. */
export class Meter {
  readonly io: Record<string, IoCount> = {};
  readonly #env: Env;
  readonly #waitUntil: (work: Promise<unknown>) => void;

  constructor(env: Env, waitUntil: (work: Promise<unknown>) => void) {
    this.#env = env;
    this.#waitUntil = waitUntil;
  }

  /** Measures a call that was started just now. Its result is given back as it is. */
  track<Result extends PromiseLike<unknown>>(
    binding: MeteredBinding,
    operation: string,
    result: Result,
    isFault?: (error: unknown) => boolean,
  ): Result {
    const started = Date.now();
    result.then(
      () => this.#note(binding, operation, started, false),
      (error: unknown) => this.#note(binding, operation, started, isFault?.(error) ?? true),
    );
    return result;
  }

  /** Tells METRICS what the isolate has counted, if it is time. */
  flush(): void {
    const told = metrics.flush(this.#env);
    if (told) this.#waitUntil(told);
  }

  #note(binding: MeteredBinding, operation: string, started: number, failed: boolean): void {
    const ms = Date.now() - started;
    const own = (this.io[BINDINGS[binding]] ??= { calls: 0, ms: 0 });
    own.calls += 1;
    own.ms += ms;
    if (failed) {
      own.failed = (own.failed ?? 0) + 1;
      metrics.count("ioErrors", [binding, operation]);
    }
    metrics.observe("io", [binding, operation], ms);
    this.flush();
  }
}

type Wrap = (target: object, binding: MeteredBinding, meter: Meter) => object;

const WRAPS: Readonly<Record<string, Wrap>> = {
  DB: (target, binding, meter) => new MeteredD1(target as D1Database, binding, meter),
  SEARCH_DB: (target, binding, meter) => new MeteredD1(target as D1Database, binding, meter),
  CATALOG_CACHE: metered,
  MEDIA: metered,
  BACKUPS: metered,
  EVENTS: metered,
  WEBHOOKS: metered,
  EMAIL: metered,
  CART: meteredObjects,
  THROTTLE: meteredObjects,
};

const ORIGINAL = Symbol("original");
const VIEW = Symbol("view");

interface View {
  [VIEW]: { meter: Meter | undefined; made: Record<string, object> };
}

/** The environment behind a measured view; one that is not measured itself. */
export function originalEnv(env: Env): Env {
  return (env as Env & { [ORIGINAL]?: Env })[ORIGINAL] ?? env;
}

const views = new WeakMap<object, new () => View>();

/** The same environment, whose bindings report to the meter. What they promise does not change. */
export function meteredEnv(env: Env, meter: Meter): Env {
  let known = views.get(env);
  if (!known) views.set(env, (known = viewOf(env)));
  const view = new known();
  view[VIEW].meter = meter;
  return view as unknown as Env;
}

/** One class an environment, as it makes a view with every request. */
function viewOf(env: Env): new () => View {
  class EnvView implements View {
    // Defined, not set: an environment may be a proxy that would take what is set.
    [VIEW]: View[typeof VIEW] = { meter: undefined, made: {} };
  }
  Object.setPrototypeOf(EnvView.prototype, env);
  Object.defineProperty(EnvView.prototype, ORIGINAL, { value: env });
  for (const [name, wrap] of Object.entries(WRAPS)) {
    const target = (env as unknown as Record<string, object | undefined>)[name];
    if (!target) continue;
    Object.defineProperty(EnvView.prototype, name, {
      get(this: Partial<View>) {
        const own = this[VIEW];
        return own?.meter ? (own.made[name] ??= wrap(target, name as MeteredBinding, own.meter)) : target;
      },
    });
  }
  return EnvView;
}

type Method = (...parameters: unknown[]) => unknown;

/** Measures each method whose result has to be waited for. Methods may be remote ones: they are called on what they belong to. */
function metered(target: object, binding: MeteredBinding, meter: Meter): object {
  return intercepted(target, (name, result) =>
    isThenable(result) ? meter.track(binding, name, result) : result,
  );
}

/** Measures the methods of the objects that a namespace gives. */
function meteredObjects(target: object, binding: MeteredBinding, meter: Meter): object {
  return intercepted(target, (name, result) =>
    name === "getByName" || name === "get" ? metered(result as object, binding, meter) : result,
  );
}

function intercepted(target: object, answer: (name: string, result: unknown) => unknown): object {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== "function" || typeof property === "symbol" || property === "then") return value;
      return (...parameters: unknown[]) =>
        answer(property, (object as Record<string, Method>)[property]?.(...parameters));
    },
  });
}

/** The promise of a remote method may be a function, too. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && typeof (value as { then?: unknown }).then === "function";
}

/** D1 as the code uses it: a database or a session of one. */
class MeteredD1 {
  readonly #database: D1Database;
  readonly #binding: MeteredBinding;
  readonly #meter: Meter;

  constructor(database: D1Database, binding: MeteredBinding, meter: Meter) {
    this.#database = database;
    this.#binding = binding;
    this.#meter = meter;
  }

  prepare(query: string): MeteredStatement {
    return new MeteredStatement(this.#database.prepare(query), this.#binding, this.#meter);
  }

  batch(statements: (MeteredStatement | D1PreparedStatement)[]): Promise<D1Result[]> {
    // D1 looks into the statements, so it gets its own back.
    const own = statements.map((each) => (each instanceof MeteredStatement ? each.statement : each));
    return this.#meter.track(this.#binding, "batch", this.#database.batch(own), isDatabaseFault);
  }

  exec(query: string): Promise<D1ExecResult> {
    return this.#meter.track(this.#binding, "exec", this.#database.exec(query), isDatabaseFault);
  }

  withSession(constraint?: string): MeteredD1 {
    const session = this.#database.withSession(constraint) as unknown as D1Database;
    return new MeteredD1(session, this.#binding, this.#meter);
  }

  getBookmark(): string | null {
    return (this.#database as unknown as D1DatabaseSession).getBookmark();
  }
}

class MeteredStatement {
  readonly statement: D1PreparedStatement;
  readonly #binding: MeteredBinding;
  readonly #meter: Meter;

  constructor(statement: D1PreparedStatement, binding: MeteredBinding, meter: Meter) {
    this.statement = statement;
    this.#binding = binding;
    this.#meter = meter;
  }

  bind(...values: unknown[]): MeteredStatement {
    return new MeteredStatement(this.statement.bind(...values), this.#binding, this.#meter);
  }

  all(): Promise<D1Result> {
    return this.#tracked("all", this.statement.all());
  }

  run(): Promise<D1Result> {
    return this.#tracked("run", this.statement.run());
  }

  first(...column: [string] | []): Promise<unknown> {
    return this.#tracked(
      "first",
      (this.statement.first as Method).apply(this.statement, column) as Promise<unknown>,
    );
  }

  raw(...options: [{ columnNames?: false }] | []): Promise<unknown[]> {
    return this.#tracked("raw", this.statement.raw(...options));
  }

  #tracked<Result>(operation: string, result: Promise<Result>): Promise<Result> {
    return this.#meter.track(this.#binding, operation, result, isDatabaseFault);
  }
}
