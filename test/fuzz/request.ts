import { type Bytes, textOf, utf8 } from "./bytes.ts";
import type { Operation } from "./operations.ts";
import type { ActorName } from "./cast.ts";

/** A request before it is sent: who makes it stands for the credentials, which change during a run. */
export interface FuzzRequest {
  operation: Operation;
  method: string;
  /** The values of the path's parameters, in their order, not encoded. */
  params: readonly string[];
  /** Takes the place of the path that the parameters make. */
  rawPath?: string;
  query: readonly (readonly [name: string, value: string])[];
  /** Stands in the URL as it is, after the query. */
  rawQuery?: string;
  headers: readonly (readonly [name: string, value: string])[];
  actor: ActorName;
  contentType?: string;
  body?: Body;
  /** What was done to the valid request. */
  mutations: readonly string[];
}

export type Body = { json: unknown } | { text: string } | { bytes: Bytes };

/** The path and query of a request as they are sent. */
export function targetOf(request: FuzzRequest): string {
  let at = 0;
  const path =
    request.rawPath ?? request.operation.path.replace(/\{\w+\}/g, () => percent(request.params[at++] ?? "x"));
  const query = request.query.map(([name, value]) => `${percent(name)}=${percent(value)}`);
  if (request.rawQuery !== undefined) query.push(request.rawQuery);
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

/** The bytes of a request's body; undefined without one. */
export function bytesOf({ body }: FuzzRequest): Bytes | undefined {
  if (body === undefined) return undefined;
  if ("bytes" in body) return body.bytes;
  return utf8("text" in body ? body.text : JSON.stringify(body.json));
}

/** encodeURIComponent, which refuses lone surrogates. */
function percent(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll("%5B", "[").replaceAll("%5D", "]");
}

const LONGEST_SHOWN = 4_000;

/** A request as a command line. Credentials stand for what they are at the moment. */
export function curlOf(
  url: string,
  request: FuzzRequest,
  credentials: Readonly<Record<string, string>>,
): string {
  const headers = [...Object.entries(credentials), ...request.headers];
  if (request.contentType !== undefined) headers.push(["Content-Type", request.contentType]);
  const bytes = bytesOf(request);
  const parts = [
    `curl -i --path-as-is -X ${request.method} ${quoted(`${url}${targetOf(request)}`)}`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(bytes === undefined ? [] : [`--data-binary ${quoted(textOf(bytes))}`]),
  ];
  return parts.join(" ").slice(0, LONGEST_SHOWN);
}

function quoted(text: string): string {
  return `$'${text.replace(/[\\']/g, "\\$&").replace(/[\x00-\x1f\x7f]/g, escaped)}'`;
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
