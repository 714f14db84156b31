import type { Random } from "../support/random.ts";
import { latin1, utf8 } from "./bytes.ts";
import { ACTORS, BROKEN_ACTORS } from "./cast.ts";
import type { Change } from "./change.ts";
import { ADDRESS_CHANGES } from "./change-address.ts";
import { BODY_CHANGES } from "./change-body.ts";
import { STRINGS } from "./hostile.ts";
import { CONTENT_TYPES, HEADERS } from "./hostile-headers.ts";
import type { Known } from "./known.ts";
import type { FuzzRequest } from "./request.ts";

const CHANGES: Readonly<Record<string, Change>> = {
  ...BODY_CHANGES,
  ...ADDRESS_CHANGES,
  contentType(_request, random) {
    return { contentType: random.pick(CONTENT_TYPES) };
  },
  header(request, random) {
    const [name, value] = random.pick(HEADERS);
    return { headers: [...request.headers.filter((header) => header[0] !== name), [name, value]] };
  },
  headerValue(request, random) {
    if (request.headers.length === 0) return undefined;
    const at = random.int(0, request.headers.length - 1);
    const [name] = request.headers[at] ?? ["X-Junk"];
    // A Host that is no name gets no further than to Cloudflare, and makes workerd fail.
    if (name === "Host") return undefined;
    const value = latin1(utf8(random.pick(STRINGS).slice(0, 4_000)));
    return { headers: request.headers.with(at, [name, value.replace(/[\x00-\x1f\x7f]/g, "?")]) };
  },
  noHeaders: () => ({ headers: [] }),
  actor: (_request, random) => ({ actor: random.pick(ACTORS) }),
  brokenActor: (_request, random) => ({ actor: random.pick(BROKEN_ACTORS) }),
};

/** How often a change is chosen. Most of what an API has to withstand is in its bodies. */
const WEIGHTS: Readonly<Record<string, number>> = {
  value: 8,
  nothing: 2,
  missing: 3,
  nudged: 3,
  borrowed: 3,
  param: 4,
  query: 5,
  header: 5,
  actor: 3,
};

/** Makes a request that is wrong, or odd, in `times` ways. */
export function mutate(request: FuzzRequest, times: number, random: Random, known: Known): FuzzRequest {
  const weights = Object.fromEntries(Object.keys(CHANGES).map((name) => [name, WEIGHTS[name] ?? 1]));
  let mutated = request;
  for (let done = 0, tries = 0; done < times && tries < 12; tries += 1) {
    const name = random.weighted(weights);
    const change = CHANGES[name]?.(mutated, random, known);
    if (!change) continue;
    done += 1;
    mutated = { ...mutated, ...change, mutations: [...mutated.mutations, name] };
  }
  return mutated;
}
