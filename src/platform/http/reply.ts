import { contentEtag, matchesNone } from "./etag.ts";
import type { AppContext } from "./route.ts";

/** What a handler answers. `text` is passed through as it is, as JSON unless its Content-Type is among the headers; `body` is serialised. */
export interface Reply {
  status?: number;
  body?: unknown;
  text?: string;
  /** A body that is passed through as it comes; its Content-Type is among the headers. */
  stream?: ReadableStream;
  /** Of the version, where there is one. Without, the tag of an answer to GET is made of its `body`. */
  etag?: string;
  headers?: Record<string, string>;
  /** The answer is the same for everybody who asks for this URL: the isolate may give it again for a moment. */
  shared?: boolean;
}

/** Turns a reply into a response: 304 when the client has this version, `no-store` unless the route opted in to caching. */
export function sendReply(c: AppContext, reply: Reply): Response {
  const headers: Record<string, string> = { "Cache-Control": "no-store", ...reply.headers };
  const isRead = (c.req.method === "GET" || c.req.method === "HEAD") && (reply.status ?? 200) === 200;
  const json = reply.body === undefined ? null : JSON.stringify(reply.body);
  const etag = reply.etag ?? (isRead && json !== null ? contentEtag(json) : undefined);
  if (etag !== undefined) headers["ETag"] = etag;
  if (isRead && etag !== undefined && matchesNone(c.req.header("If-None-Match"), etag))
    return new Response(null, { status: 304, headers });
  if (reply.stream) return new Response(reply.stream, { status: reply.status ?? 200, headers });
  const text = reply.text ?? json;
  if (reply.shared && text !== null) c.set("sharedText", text);
  if (text !== null) headers["Content-Type"] ??= "application/json; charset=UTF-8";
  return new Response(text, { status: reply.status ?? (text === null ? 204 : 200), headers });
}
