import type { Execution } from "./account.execution.ts";
import type { FormFields } from "./wire.form.ts";
import type { Outcome } from "./wire.outcome.ts";
import { type Parsed, type Shape, readParams } from "./wire.params.ts";

export interface Route {
  method: "GET" | "POST" | "DELETE";
  pattern: RegExp;
  /** True when a publishable key may call it, given the client secret. */
  isPublic: boolean;
  /** Reads the parameters, and answers what is then to be done. */
  prepare: (fields: FormFields) => (execution: Execution) => Outcome;
}

type Handler<S extends Shape> = (execution: Execution, params: Parsed<S>) => Outcome;

/** A route that reads. */
export function get<S extends Shape>(path: string, shape: S, handler: Handler<S>): Route {
  return { ...post(path, shape, handler), method: "GET" };
}

/** A route that writes. */
export function post<S extends Shape>(path: string, shape: S, handler: Handler<S>): Route {
  const prepare: Route["prepare"] = (fields) => {
    const params = readParams(fields, shape);
    return (execution) => handler(execution, params);
  };
  const pattern = new RegExp(`^${path.replace(":id", "([^/]+)")}$`);
  return { method: "POST", pattern, isPublic: false, prepare };
}

/** The same route, open to publishable keys. */
export function open(route: Route): Route {
  return { ...route, isPublic: true };
}

/** The same route, for deleting. */
export function remove<S extends Shape>(path: string, shape: S, handler: Handler<S>): Route {
  return { ...post(path, shape, handler), method: "DELETE" };
}
