import { readFileSync } from "node:fs";
import { inProject } from "../../scripts/lib/paths.ts";
import type { Permission } from "../../src/platform/auth.ts";

/** As much of JSON Schema as openapi.json uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  default?: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
  /** An object that is spread over `name[key]=value`. */
  isDeep: boolean;
}

export interface Access {
  kind: "public" | "caller" | "user" | "permission" | "own" | "capability" | "signature";
  permission?: Permission;
}

export interface Operation {
  id: string;
  method: string;
  /** With its parameters in braces. */
  path: string;
  parameters: Parameter[];
  /** By content type; empty without a body. */
  bodies: { type: string; schema: Schema; example: unknown }[];
  /** The statuses that it may answer. */
  statuses: ReadonlySet<number>;
  access: Access;
}

interface RawParameter {
  $ref?: string;
  name: string;
  in: Parameter["in"];
  required?: boolean;
  schema: Schema;
  style?: string;
}

interface RawOperation {
  operationId: string;
  parameters?: RawParameter[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<string, unknown>;
  "x-access": Access;
}

export interface Contract {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema>; parameters?: Record<string, RawParameter> };
}

const METHODS = ["get", "put", "post", "patch", "delete"];

/** The document as it is in the repository. */
export function readContract(): Contract {
  return JSON.parse(readFileSync(inProject("openapi.json"), "utf8")) as Contract;
}

/** Every operation of the document, in its order. */
export function operationsOf(contract: Contract): Operation[] {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const raw = item[method];
      return raw ? [operationOf(contract, method, path, raw)] : [];
    }),
  );
}

function operationOf(contract: Contract, method: string, path: string, raw: RawOperation): Operation {
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    parameters: (raw.parameters ?? []).map((parameter) => parameterOf(contract, parameter)),
    bodies: Object.entries(raw.requestBody?.content ?? {}).map(([type, { schema, example }]) => ({
      type,
      schema,
      example,
    })),
    statuses: new Set(Object.keys(raw.responses).map(Number)),
    access: raw["x-access"],
  };
}

function parameterOf(contract: Contract, raw: RawParameter): Parameter {
  const named = raw.$ref ? contract.components.parameters?.[raw.$ref.split("/").at(-1) ?? ""] : raw;
  if (!named) throw new Error(`openapi.json has no ${raw.$ref}`);
  const { name, schema, required = false } = named;
  return { name, in: named.in, required, schema, isDeep: named.style === "deepObject" };
}
