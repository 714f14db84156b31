import { createApp } from "../../src/app.ts";
import type { Access } from "../../src/platform/http/access.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { type Answer, api, asStaff } from "./api.ts";
import { makeUser, type TestUser } from "./accounts.ts";

export interface Parameter {
  name: string;
  in: string;
  schema?: { enum?: string[]; format?: string; type?: string };
}

/** An operation that reads JSON, as the OpenAPI document has it. */
export interface Read {
  path: string;
  parameters: Parameter[];
  access: Access;
  /** Whether it answers a list. */
  isList: boolean;
}

/** An operation that may be conditional on a version. */
export interface Change extends Omit<Read, "isList"> {
  method: string;
  /** The example of its body. */
  body: unknown;
}

interface Operation {
  requestBody?: { content: Record<string, { example?: unknown }> };
  parameters?: Parameter[];
  "x-access": Access;
  responses: Record<string, { content?: Record<string, { schema?: { properties?: object } }> }>;
}

const document = JSON.parse(JSON.stringify(openApiDocument(createApp()))) as {
  paths: Record<string, Record<string, Operation>>;
};

/** All operations that read JSON. */
export const reads: Read[] = Object.entries(document.paths).flatMap(([path, { get }]) => {
  const schema = get?.responses["200"]?.content?.["application/json"]?.schema;
  if (!get || !schema) return [];
  const isList = "data" in (schema.properties ?? {}) && "pagination" in (schema.properties ?? {});
  return [{ path, parameters: get.parameters ?? [], access: get["x-access"], isList }];
});

/** All changes that honour If-Match, but those of carts. */
export const changes: Change[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(
      ([method, { parameters = [] }]) =>
        method !== "get" && parameters.some(({ name }) => name === "If-Match"),
    )
    .filter(() => !path.startsWith("/api/v1/cart"))
    .map(([method, { parameters = [], "x-access": access, requestBody }]) => {
      return { method, path, parameters, access, body: requestBody?.content["application/json"]?.example };
    }),
);

let user: Promise<TestUser> | undefined;

/** The one whose own things are read. */
export const reader = (): Promise<TestUser> => (user ??= makeUser({ role: "superuser" }));

/** Asks as somebody who may: the superuser for what is a user's own, else an API key with all scopes. */
export async function readAs(
  { access }: Read,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isOwn = access.kind === "user" || access.kind === "own" || path.startsWith("/api/v1/cart");
  const who = isOwn ? (await reader()).headers : await asStaff();
  return api("GET", path, { headers: { ...who, ...headers } });
}

/** What reads need besides their path. */
const QUERIES: Record<string, string> = {
  "/api/v1/search": "q=mug",
  "/api/v1/payments/daily-totals": "from=2026-11-01&to=2026-11-30",
};

/**
 * The URL of a read, each parameter of its path filled from the first item of the list before it; undefined where that is empty. Ends where
 * a query parameter can be added.
 */
export async function urlOf(read: Pick<Read, "path">): Promise<string | undefined> {
  let path = read.path;
  for (;;) {
    const [, before, name] = /^(.*?)\/\{(\w+)\}/.exec(path) ?? [];
    if (before === undefined || name === undefined) return `${path}?${QUERIES[read.path] ?? ""}`;
    const list = reads.find((other) => pattern(other.path).test(before));
    const { body } = list ? await readAs(list, before) : { body: {} as Record<string, unknown> };
    const [item] = (body["data"] ?? []) as Record<string, string>[];
    const id = item && keyOf(item, name);
    if (id === undefined) return undefined;
    path = path.replace(`{${name}}`, id);
  }
}

/** What stands for an item in the path of its single resource, by the parameter's name. */
export function keyOf(item: Record<string, unknown>, parameter: string): string | undefined {
  const key = item[parameter] ?? item["id"];
  return typeof key === "string" || typeof key === "number" ? String(key) : undefined;
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}
