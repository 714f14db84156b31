import fc from "fast-check";
import type { Contract, Schema } from "./operations.ts";

/** Values that a property of this name may well have, because an answer had them. */
export type Hints = (name: string) => readonly unknown[];

const MOST_DEPTH = 6;
const COMMON: Readonly<Record<string, readonly string[]>> = {
  currency: ["USD", "EUR"],
  country: ["US", "DE", "CA"],
  region: ["NY", "CA"],
  payment_method: [
    "pm_card_visa",
    "pm_card_visa",
    "pm_card_chargeDeclined",
    "pm_card_authenticationRequired",
  ],
  locale: ["en", "de"],
  language: ["en", "de"],
};

/** Makes arbitraries of valid values from the contract's schemas. */
export class Arbitraries {
  readonly #contract: Contract;
  readonly #hints: Hints;

  constructor(contract: Contract, hints: Hints) {
    this.#contract = contract;
    this.#hints = hints;
  }

  /** Values that keep to the schema. A known value is taken in most places that have one. */
  of(schema: Schema, name = "", depth = 0): fc.Arbitrary<unknown> {
    const known = this.#knownOf(schema, name);
    const own = this.#ofSchema(schema, name, depth);
    if (known.length === 0) return own;
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: own });
  }

  /** What a reference stands for. */
  resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const found = this.#contract.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    if (!found) throw new Error(`openapi.json has no ${schema.$ref}`);
    return this.resolve(found);
  }

  #knownOf(schema: Schema, name: string): readonly unknown[] {
    if (name === "" || schema.enum || schema.$ref) return [];
    const types = [schema.type ?? []].flat();
    const fits = (value: unknown) =>
      (typeof value === "string" && types.includes("string") && isWithin(schema, value)) ||
      (typeof value === "number" && types.includes("integer") && isInRange(schema, value));
    return [...(COMMON[name] ?? []), ...(COMMON[name] ? [] : this.#hints(name))].filter(fits);
  }

  #ofSchema(given: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const schema = this.resolve(given);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return fc.oneof(...choices.map((choice) => this.of(choice, name, depth)));
    if (schema.allOf) {
      return fc
        .tuple(...schema.allOf.filter(saysWhat).map((part) => this.of(part, name, depth)))
        .map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
    }
    const types = [schema.type ?? []].flat();
    if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
    return fc.oneof(...types.map((type) => this.#ofType(type, schema, name, depth)));
  }

  #ofType(type: string, schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    switch (type) {
      case "null":
        return fc.constant(null);
      case "boolean":
        return fc.boolean();
      case "integer":
        return integers(schema);
      case "number":
        return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1e6, noNaN: true });
      case "string":
        return strings(schema, name);
      case "array":
        return this.#arrays(schema, name, depth);
      default:
        return this.#objects(schema, depth);
    }
  }

  #arrays(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const least = schema.minItems ?? 0;
    const most = Math.max(least, Math.min(schema.maxItems ?? 3, depth > MOST_DEPTH ? 0 : 3));
    return fc.array(this.of(schema.items ?? {}, name.replace(/s$/, ""), depth + 1), {
      minLength: least,
      maxLength: most,
    });
  }

  #objects(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const { properties = {}, required = [], additionalProperties } = schema;
    const deep = depth > MOST_DEPTH;
    const names = Object.keys(properties).filter((name) => !deep || required.includes(name));
    const fields = Object.fromEntries(
      names.map((name) => [name, this.of(properties[name] ?? {}, name, depth + 1)]),
    );
    const own = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
    if (typeof additionalProperties !== "object" || deep) return own;
    const key = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme-ascii" });
    const more = fc.dictionary(key, this.of(additionalProperties, "", depth + 1), { maxKeys: 3 });
    return fc.tuple(own, more).map(([fixed, free]) => ({ ...free, ...fixed }));
  }
}

/** Whether a schema says more than a description. */
function saysWhat({ $ref, type, enum: values, anyOf, oneOf }: Schema): boolean {
  return [$ref, type, values, anyOf, oneOf].some((part) => part !== undefined);
}

function isWithin({ minLength = 0, maxLength = Infinity, format }: Schema, text: string): boolean {
  const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text);
  return text.length >= minLength && text.length <= maxLength && (format === "uuid") === isId;
}

function isInRange({ minimum = -Infinity, maximum = Infinity }: Schema, value: number): boolean {
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}

function integers({ minimum, maximum, exclusiveMinimum }: Schema): fc.Arbitrary<number> {
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
  const most = maximum ?? Number.MAX_SAFE_INTEGER;
  return fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: least, max: Math.min(most, least + 20) }) },
    { weight: 1, arbitrary: fc.constantFrom(least, Math.min(most, 2 ** 31)) },
    { weight: 1, arbitrary: fc.integer({ min: least, max: most }) },
  );
}

function strings(schema: Schema, name: string): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 200 } = schema;
  // Filtering could go on for ever.
  const fitting = (text: string) => text.padEnd(minLength, "X").slice(0, maxLength).toWellFormed();
  if (format === "uuid") return fc.uuid();
  if (format === "date-time") return dates().map((date) => date.toISOString());
  if (format === "date") return dates().map((date) => date.toISOString().slice(0, 10));
  if (/email|recipient/.test(name)) {
    return fc.stringMatching(/^[a-z]{3,8}[0-9]{4}$/).map((local) => `${local}@example.com`);
  }
  if (/url$/.test(name)) return fc.webPath().map((path) => `https://example.com${path}`);
  if (pattern !== undefined && !pattern.startsWith("^[^"))
    return fc.stringMatching(new RegExp(pattern)).map(fitting);
  const usual = fc.string({
    unit: "grapheme-ascii",
    minLength,
    maxLength: Math.min(maxLength, minLength + 24),
  });
  const odd = fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, minLength + 24) });
  const full = fc.constant("x".repeat(Math.min(maxLength, 20_000)));
  return fc
    .oneof({ weight: 6, arbitrary: usual }, { weight: 2, arbitrary: odd }, { weight: 1, arbitrary: full })
    .map(fitting);
}

function dates(): fc.Arbitrary<Date> {
  return fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });
}
