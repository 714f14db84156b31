import { crc32 } from "node:zlib";
import type { Media } from "../../src/modules/media/media.schema.ts";
import { type Answer, asStaff } from "./api.ts";
import { visit } from "./visit.ts";

/** Bytes, one a character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(latin1(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** A real PNG, different each time. */
export async function png(width = 3, height = 2): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 0], 8); // 8 bits, grey
  const rows = new Blob([new Uint8Array((width + 1) * height)]).stream();
  const data = await new Response(rows.pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  const note = chunk("tEXt", latin1(`Comment\0${crypto.randomUUID()}`));
  return joined([
    latin1("\x89PNG\r\n\x1a\n"),
    chunk("IHDR", header),
    note,
    chunk("IDAT", new Uint8Array(data)),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** Bytes of several kinds in a row. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A stream of the bytes in pieces; it sends no Content-Length unless a header says one. */
export function inPieces(bytes: Uint8Array, size = 64 * 1024): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

/** Any request with a body of bytes. */
export async function send<Body = Media>(
  method: string,
  path: string,
  body: Uint8Array | ReadableStream | null,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await visit(`http://shop.test${path}`, { method, headers, body });
  return { status: response.status, headers: response.headers, body: await response.json<Body>() };
}

/** POST /media as staff, with the length that a client would send. */
export async function uploadFile(bytes: Uint8Array, query = "?filename=pot.png"): Promise<Answer<Media>> {
  const headers = { ...(await asStaff()), "Content-Length": String(bytes.length) };
  return send("POST", `/api/v1/media${query}`, bytes, headers);
}

/** GET or HEAD of a file as a browser would. */
export function fetchFile(
  url: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Response> {
  const { pathname, search } = new URL(url);
  return visit(`http://shop.test${pathname}${search}`, { method, headers });
}
