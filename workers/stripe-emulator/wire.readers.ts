import type { FormFields } from "./wire.form.ts";
import { type Parsed, type Reader, type Shape, readParams } from "./wire.params.ts";
import { invalid } from "./wire.refusal.ts";

/** Non-empty text of at most `max` characters. */
export function text(max = 5000): Reader<string> {
  return (value, name) => {
    if (typeof value !== "string") throw invalid("Invalid string: {}", { param: name });
    if (value === "") throw emptyValue(name);
    if (value.length > max) {
      const message = `Invalid string: ${value.slice(0, 8)}...; must be at most ${max} characters`;
      throw invalid(message, { param: name });
    }
    return value;
  };
}

/** What `reader` reads, or null for the empty string that unsets a value. */
export function clearable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, name) => (value === "" ? null : reader(value, name));
}

/** A whole number within the bounds. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, name) => {
    const problem = { code: "parameter_invalid_integer", param: name };
    if (typeof value !== "string" || !/^-?\d{1,15}$/.test(value)) {
      throw invalid(`Invalid integer: ${typeof value === "string" ? value : "{}"}`, problem);
    }
    const number = Number(value);
    if (number < min) throw invalid(`This value must be greater than or equal to ${min}.`, problem);
    if (number > max) throw invalid(`This value must be less than or equal to ${max}.`, problem);
    return number;
  };
}

export const flag: Reader<boolean> = (value, name) => {
  if (value === "true") return true;
  if (value === "false") return false;
  throw invalid(`Invalid boolean: ${typeof value === "string" ? value : "{}"}`, { param: name });
};

/** One of the listed words. */
export function oneOf<const T extends string>(...words: T[]): Reader<T> {
  return (value, name) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined)
      throw invalid(`Invalid ${name}: must be one of ${words.join(", ")}`, { param: name });
    return word;
  };
}

/** A list, sent as `name[0]=…&name[1]=…` or `name[]=…`. */
export function list<T>(reader: Reader<T>): Reader<T[]> {
  return (value, name) => {
    if (typeof value === "string") throw invalid("Invalid array", { param: name });
    return Object.values(value).map((item, index) => reader(item, `${name}[${index}]`));
  };
}

/** Nested parameters. */
export function nested<S extends Shape>(shape: S): Reader<Parsed<S>> {
  return (value, name) => readParams(fieldsOf(value, name), shape, name);
}

/** A parameter that Stripe knows and on which nothing in this emulator depends: any value is accepted. */
export const inert: Reader<unknown> = (value) => value;

/** A parameter that Stripe knows and would act upon, but this emulator does not: refused, never ignored. */
export const unmodelled: Reader<never> = (_value, name) => {
  throw invalid(`The Stripe emulator does not model the parameter ${name}.`, { param: name });
};

export function fieldsOf(value: unknown, name: string): FormFields {
  if (typeof value === "object" && value !== null) return value as FormFields;
  throw invalid("Invalid object", { param: name });
}

function emptyValue(name: string): Error {
  const message =
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; ` +
    `however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`;
  return invalid(message, { code: "parameter_invalid_empty", param: name });
}
