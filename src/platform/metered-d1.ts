import type { Meter, MeteredBinding } from "./meter.ts";

/** A violated constraint is an answer of the database, and no fault of it. */
const CONSTRAINT = /constraint failed/;

function isDatabaseFault(error: unknown): boolean {
  return !(error instanceof Error && CONSTRAINT.test(error.message));
}

/** D1 as the code uses it: a database or a session of one. */
export class MeteredD1 {
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
      (this.statement.first as (...parameters: unknown[]) => unknown).apply(
        this.statement,
        column,
      ) as Promise<unknown>,
    );
  }

  raw(...options: [{ columnNames?: false }] | []): Promise<unknown[]> {
    return this.#tracked("raw", this.statement.raw(...options));
  }

  #tracked<Result>(operation: string, result: Promise<Result>): Promise<Result> {
    return this.#meter.track(this.#binding, operation, result, isDatabaseFault);
  }
}
