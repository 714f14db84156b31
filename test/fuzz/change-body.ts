import type { Random } from "../support/random.ts";
import { NO_BYTES, textOf, utf8 } from "./bytes.ts";
import type { Change } from "./change.ts";
import { hostileValue, rawBodies } from "./hostile.ts";
import { bytesOf, type FuzzRequest } from "./request.ts";

/** What can be wrong with a body. */
export const BODY_CHANGES: Readonly<Record<string, Change>> = {
  value(request, random) {
    return onField(request, random, (holder, key) => (holder[key] = hostileValue(random)));
  },
  nothing(request, random) {
    return onField(request, random, (holder, key) => (holder[key] = null));
  },
  missing(request, random) {
    return onField(request, random, (holder, key) => delete holder[key]);
  },
  wrapped(request, random) {
    return onField(request, random, (holder, key) => (holder[key] = [holder[key]]));
  },
  repeated(request, random) {
    return onField(request, random, (holder, key) => {
      const value = holder[key];
      if (Array.isArray(value)) holder[key] = Array.from({ length: 150 }, () => value as unknown[]).flat();
    });
  },
  nudged(request, random) {
    return onField(request, random, (holder, key) => {
      const value = holder[key];
      if (typeof value === "number") holder[key] = value + random.pick([-1, 1, -value * 2, 0.5]);
      if (typeof value === "string")
        holder[key] = random.pick([value.toUpperCase(), `${value} `, value.repeat(50)]);
    });
  },
  borrowed(request, random, known) {
    return onField(request, random, (holder, key) => {
      const values = known.values(random.pick(["id", key, "sku", "version", "email", "amount"]));
      if (values.length > 0) holder[key] = random.pick(values);
    });
  },
  extra(request, random) {
    return onField(
      request,
      random,
      (holder) =>
        (holder[random.pick(["id", "role", "__proto__", "constructor", "x"])] = hostileValue(random)),
    );
  },
  raw(request, random) {
    if (request.method === "GET" && !random.chance(0.1)) return undefined;
    const valid = textOf(bytesOf(request) ?? utf8("{}"));
    return {
      body: { text: random.pick(rawBodies(valid)) },
      contentType: request.contentType ?? "application/json",
    };
  },
  bytes(request, random) {
    const bytes = Uint8Array.from(bytesOf(request) ?? NO_BYTES);
    for (let flips = random.int(1, 8); flips > 0 && bytes.length > 0; flips -= 1) {
      bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    }
    return request.body ? { body: { bytes } } : undefined;
  },
};

type Holder = Record<string, unknown>;

/** Changes one field of a JSON body, somewhere in it. Nothing where there is none. */
function onField(
  request: FuzzRequest,
  random: Random,
  change: (holder: Holder, key: string) => unknown,
): Partial<FuzzRequest> | undefined {
  const { body } = request;
  if (!body || !("json" in body)) return undefined;
  const json = structuredClone(body.json);
  const fields = fieldsOf(json);
  if (fields.length === 0) return undefined;
  const [holder, key] = random.pick(fields);
  change(holder, key);
  return { body: { json } };
}

function fieldsOf(value: unknown): [Holder, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key): [Holder, string][] => [
    [value as Holder, key],
    ...fieldsOf((value as Holder)[key]),
  ]);
}
