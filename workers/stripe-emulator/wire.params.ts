import type { FormFields, FormValue } from "./wire.form.ts";
import { invalid } from "./wire.refusal.ts";

/** Turns one form value into what the handler works with. `name` is the full name, for the error. */
export type Reader<T> = (value: FormValue, name: string) => T;

interface Needed<T> {
  needed: Reader<T>;
}

export type Shape = Record<string, Reader<unknown> | Needed<unknown>>;

export type Parsed<S extends Shape> = {
  [K in keyof S]: S[K] extends Needed<infer T> ? T : S[K] extends Reader<infer T> ? T | undefined : never;
};

/** Marks a parameter without which the request is refused. */
export function needed<T>(reader: Reader<T>): Needed<T> {
  return { needed: reader };
}

/**
 * Reads `fields` by `shape`.
 * @throws Refusal parameter_unknown, parameter_missing, or what a reader objects to
 */
export function readParams<S extends Shape>(fields: FormFields, shape: S, parent = ""): Parsed<S> {
  const nameOf = (name: string): string => (parent === "" ? name : `${parent}[${name}]`);
  refuseUnknown(
    Object.keys(fields)
      .filter((name) => !Object.hasOwn(shape, name))
      .map(nameOf),
  );
  const parsed: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(shape)) {
    const value = fields[name];
    if (typeof entry === "function")
      parsed[name] = value === undefined ? undefined : entry(value, nameOf(name));
    else if (value === undefined) throw missingParam(nameOf(name));
    else parsed[name] = entry.needed(value, nameOf(name));
  }
  // Every key of the shape was just filled by the reader that its type names.
  return parsed as Parsed<S>;
}

/** 400 `parameter_missing`. */
export function missingParam(param: string): Error {
  return invalid(`Missing required param: ${param}.`, { code: "parameter_missing", param });
}

function refuseUnknown(names: string[]): void {
  const [first] = names;
  if (first === undefined) return;
  const label = names.length === 1 ? "parameter" : "parameters";
  throw invalid(`Received unknown ${label}: ${names.join(", ")}`, {
    code: "parameter_unknown",
    param: first,
  });
}
