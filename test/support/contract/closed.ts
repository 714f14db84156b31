import { type JsonSchema, nameOf, type OpenApi, schemaOf } from "./document.ts";

/**
 * The schemas of a document as an answer has to meet them: an object may have the fields that are stated and no other, unless its
 * schema says something about additional ones. What `allOf` composes becomes one object, so that its parts do not refuse each other's
 * fields. References lead to `#/$defs/<name>`; `defsOf` gives these.
 */
export class ClosedSchemas {
  readonly #components = new Map<string, JsonSchema>();
  readonly #document: OpenApi;

  constructor(document: OpenApi) {
    this.#document = document;
  }

  /** A schema that can be validated on its own. */
  of(schema: JsonSchema): JsonSchema {
    const closed = this.#closed(schema);
    const names = new Set<string>();
    this.#collect(closed, names);
    return { ...closed, $defs: Object.fromEntries([...names].map((name) => [name, this.#component(name)])) };
  }

  #component(name: string): JsonSchema {
    let closed = this.#components.get(name);
    if (!closed) {
      closed = this.#closed(schemaOf(this.#document, `#/components/schemas/${name}`));
      this.#components.set(name, closed);
    }
    return closed;
  }

  #collect(schema: JsonSchema, names: Set<string>): void {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.slice("#/$defs/".length);
      if (names.has(name)) return;
      names.add(name);
      this.#collect(this.#component(name), names);
    }
    for (const part of partsOf(schema)) this.#collect(part, names);
  }

  #closed(schema: JsonSchema): JsonSchema {
    const whole = schema.allOf ? this.#merged(schema) : schema;
    const { $ref, properties, items, anyOf, oneOf, additionalProperties, ...rest } = whole;
    const close = (part: JsonSchema) => this.#closed(part);
    return {
      ...rest,
      ...($ref === undefined ? {} : { $ref: `#/$defs/${nameOf($ref)}` }),
      ...(properties ? { properties: mapValues(properties, close) } : {}),
      ...(items ? { items: close(items) } : {}),
      ...(anyOf ? { anyOf: anyOf.map(close) } : {}),
      ...(oneOf ? { oneOf: oneOf.map(close) } : {}),
      ...(typeof additionalProperties === "object"
        ? { additionalProperties: close(additionalProperties) }
        : {}),
      ...(properties && additionalProperties === undefined ? { additionalProperties: false } : {}),
      ...(typeof additionalProperties === "boolean" ? { additionalProperties } : {}),
    };
  }

  /** One schema that says what all parts of an `allOf` say. A lone reference stays one: it may lead back to where it stands. */
  #merged({ allOf = [], ...own }: JsonSchema): JsonSchema {
    const [first, ...others] = allOf;
    if (first?.$ref !== undefined && others.length === 0 && !saysSomething(own)) return first;
    return [...allOf, own].map((part) => this.#plain(part)).reduce((left, right) => joined(left, right));
  }

  #plain(schema: JsonSchema): JsonSchema {
    if (schema.$ref !== undefined) return this.#plain(schemaOf(this.#document, schema.$ref));
    return schema.allOf ? this.#merged(schema) : schema;
  }
}

function saysSomething(schema: JsonSchema): boolean {
  return Object.keys(schema).some((keyword) => !["description", "example", "title"].includes(keyword));
}

function joined(left: JsonSchema, right: JsonSchema): JsonSchema {
  const required = [...new Set([...(left.required ?? []), ...(right.required ?? [])])];
  const both = { ...left, ...right, ...(required.length > 0 ? { required } : {}) };
  if (left.properties && right.properties) both.properties = joinedFields(left.properties, right.properties);
  if (left.items && right.items) both.items = { allOf: [left.items, right.items] };
  return both;
}

/** A field that both state is what both say: an array of variants and an array of staff's variants, for example. */
function joinedFields(left: Record<string, JsonSchema>, right: Record<string, JsonSchema>) {
  const fields = { ...left, ...right };
  for (const [name, schema] of Object.entries(right)) {
    const other = left[name];
    if (other) fields[name] = { allOf: [other, schema] };
  }
  return fields;
}

function mapValues(record: Record<string, JsonSchema>, change: (schema: JsonSchema) => JsonSchema) {
  return Object.fromEntries(Object.entries(record).map(([name, schema]) => [name, change(schema)]));
}

function partsOf({ properties, items, anyOf, oneOf, additionalProperties }: JsonSchema): JsonSchema[] {
  return [
    ...Object.values(properties ?? {}),
    ...(items ? [items] : []),
    ...(anyOf ?? []),
    ...(oneOf ?? []),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
  ];
}
