import { Agent, request as httpRequest } from "node:http";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { textOf } from "./bytes.ts";
import { bytesOf, type FuzzRequest, targetOf } from "./request.ts";

/** An answer, or why there was none. */
export interface Seen {
  /** 0 when there was none. */
  status: number;
  headers: Headers;
  /** Decoded. */
  body: string;
  milliseconds: number;
  /** Why there was no answer. */
  error?: string;
  /** The client would not send this: headers with bytes that HTTP does not know. */
  unsendable?: boolean;
}

/** No answer may take longer. */
export const TIMEOUT_MS = 20_000;

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a request as it is: fetch would mend or refuse much of what has to be tried. */
export async function send(
  origin: string,
  request: FuzzRequest,
  credentials: Readonly<Record<string, string>>,
): Promise<Seen> {
  const started = performance.now();
  const bytes = bytesOf(request);
  const { hostname, port } = new URL(origin);
  try {
    return await new Promise<Seen>((resolve, reject) => {
      const asked = httpRequest(
        {
          agent,
          hostname,
          port,
          method: request.method,
          path: targetOf(request),
          headers: headersOf(request, credentials, bytes),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
        (answer) => {
          buffer(answer).then(
            (body) =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: new Headers(pairs(answer.rawHeaders)),
                body: unpacked(body, answer.headers["content-encoding"]),
                milliseconds: performance.now() - started,
              }),
            reject,
          );
        },
      );
      asked.on("error", reject);
      asked.end(bytes);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      status: 0,
      headers: new Headers(),
      body: "",
      milliseconds: performance.now() - started,
      error: `${code ?? ""} ${message}`.trim(),
      unsendable: code === "ERR_INVALID_CHAR" || code === "ERR_UNESCAPED_CHARACTERS",
    };
  }
}

function headersOf(
  request: FuzzRequest,
  credentials: Readonly<Record<string, string>>,
  bytes: Uint8Array | undefined,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { ...credentials };
  if (request.contentType !== undefined) headers["Content-Type"] = request.contentType;
  if (bytes !== undefined) headers["Content-Length"] = String(bytes.length);
  for (const [name, value] of request.headers) headers[name] = value;
  return headers;
}

function unpacked(body: Uint8Array, encoding: string | undefined): string {
  const isPacked = body.length > 0 && (encoding === "gzip" || encoding === "br");
  if (!isPacked) return textOf(body);
  return textOf(encoding === "gzip" ? gunzipSync(body) : brotliDecompressSync(body));
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as [string, string]] : []));
}

/** The body of an answer, when it is JSON. */
export function jsonOf({ body, headers }: Seen): unknown {
  if (!/\bjson\b/.test(headers.get("Content-Type") ?? "")) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
