/** A JSON Schema of OpenAPI 3.1. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
  items?: JsonSchema;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  [keyword: string]: unknown;
}

export interface DocumentedHeader {
  required?: boolean;
  schema?: JsonSchema;
}

export interface DocumentedAnswer {
  description: string;
  headers?: Record<string, DocumentedHeader>;
  content?: Record<string, { schema?: JsonSchema }>;
}

export interface DocumentedOperation {
  operationId: string;
  responses: Record<string, DocumentedAnswer>;
}

/** What the checks read of an OpenAPI document. */
export interface OpenApi {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, JsonSchema> };
}

const SCHEMA = "#/components/schemas/";

/** The name of the component that a reference leads to. */
export function nameOf(reference: string): string {
  if (!reference.startsWith(SCHEMA)) throw new Error(`${reference} leads to no schema of the document`);
  return reference.slice(SCHEMA.length);
}

/** The component that a reference leads to. */
export function schemaOf(document: OpenApi, reference: string): JsonSchema {
  const schema = document.components.schemas[nameOf(reference)];
  if (!schema) throw new Error(`${reference} is not in the document`);
  return schema;
}
