import { NO_BYTES } from "./bytes.ts";
import { bytesOf, type FuzzRequest } from "./request.ts";

const MOST_TRIES = 60;

/**
 * The smallest request that still `fails`: without each part that does not matter. Every try is sent, so it ends after some.
 */
export async function shrink(
  request: FuzzRequest,
  fails: (smaller: FuzzRequest) => Promise<boolean>,
): Promise<FuzzRequest> {
  let least = request;
  let tries = 0;
  for (let found = true; found && tries < MOST_TRIES;) {
    found = false;
    for (const smaller of smallerThan(least)) {
      if (++tries > MOST_TRIES) break;
      if (!(await fails(smaller))) continue;
      least = smaller;
      found = true;
      break;
    }
  }
  return least;
}

function* smallerThan(request: FuzzRequest): Generator<FuzzRequest> {
  const { rawQuery: _, ...withoutRaw } = request;
  if (request.rawQuery !== undefined) yield withoutRaw;
  for (const at of request.query.keys()) yield { ...request, query: request.query.toSpliced(at, 1) };
  for (const at of request.headers.keys()) yield { ...request, headers: request.headers.toSpliced(at, 1) };
  if (request.actor !== "guest") yield { ...request, actor: "guest" };
  const { body } = request;
  if (body === undefined) return;
  const { body: __, contentType: ___, ...withoutBody } = request;
  yield withoutBody;
  if ("json" in body) for (const json of smallerJson(body.json)) yield { ...request, body: { json } };
  const bytes = bytesOf(request) ?? NO_BYTES;
  if (!("json" in body) && bytes.length > 32)
    yield { ...request, body: { bytes: bytes.slice(0, bytes.length >> 1) } };
}

function* smallerJson(value: unknown): Generator<unknown> {
  if (typeof value === "string" && value.length > 8) yield value.slice(0, value.length >> 1);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    if (value.length > 1) yield value.slice(0, value.length >> 1);
    for (const [at, item] of value.slice(0, 3).entries()) {
      for (const smaller of smallerJson(item)) yield value.with(at, smaller) as unknown[];
    }
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const { [key]: _, ...rest } = value as Record<string, unknown>;
    yield rest;
    for (const smaller of smallerJson(item)) yield { ...value, [key]: smaller };
  }
}
