/** A JSON Schema of OpenAPI 3.1, as far as changes of it are told apart. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  [keyword: string]: unknown;
}

export type Content = Record<string, { schema?: Schema }>;

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

export interface Answer {
  /** Of an error it lists the codes that it comes with. */
  description?: string;
  headers?: Record<string, { required?: boolean }>;
  content?: Content;
}

export interface Operation {
  operationId?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Answer>;
  /** Who may call it. */
  "x-access"?: { kind: string; permission?: string };
}

/** What is read of an OpenAPI document to tell its changes. */
export interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

/** A schema without a reference at its top, and with what `allOf` composes in one. */
export function resolved(document: Document, schema: Schema): Schema {
  if (schema.$ref !== undefined) {
    const found = document.components?.schemas?.[schema.$ref.replace("#/components/schemas/", "")];
    if (!found) throw new Error(`${schema.$ref} is not in the document`);
    return resolved(document, found);
  }
  if (!schema.allOf) return schema;
  const { allOf, ...own } = schema;
  return [...allOf, own].map((part) => resolved(document, part)).reduce(joined);
}

function joined(left: Schema, right: Schema): Schema {
  return {
    ...left,
    ...right,
    ...(left.properties || right.properties
      ? { properties: { ...left.properties, ...right.properties } }
      : {}),
    required: [...(left.required ?? []), ...(right.required ?? [])],
  };
}
