import type { Random } from "../support/random.ts";
import type { Known } from "./known.ts";

interface Around {
  random: Random;
  known: Known;
  /** The values in the request's path. */
  params: readonly string[];
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** What may be there once: another value each time is as valid. */
const UNIQUE = /^(slug|sku|email|barcode|certificate|username)$/;

/** The example of a body, about things that exist: ids, SKUs and versions are those that answers have shown. */
export function exampleBody(example: unknown, around: Around): unknown {
  return replaced(structuredClone(example), "", around);
}

function replaced(value: unknown, name: string, around: Around): unknown {
  if (Array.isArray(value)) return value.map((item: unknown, at) => replacedItem(item, name, at, around));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, key, around)]));
  }
  const { random, known, params } = around;
  if (name === "version" || name === "expected_version") {
    const etag = known.etag(params.at(-1) ?? "");
    return etag === undefined ? value : Number(etag.replace(/\D/g, ""));
  }
  if (typeof value !== "string") return value;
  if (ID.test(value))
    return known.values(name).length > 0 ? random.pick(known.values(name).slice(-8)) : value;
  if (!UNIQUE.test(name)) return value;
  const mark = random.int(0, 1e9).toString(36);
  if (random.chance(0.5) && known.values(name).length > 0) return random.pick(known.values(name));
  return name === "email" ? `fuzz-${mark}@example.com` : `${value}-${mark}`;
}

/** One of a list: the ids of an order's lines are those of the order that the request is about. */
function replacedItem(item: unknown, list: string, at: number, around: Around): unknown {
  const children = around.params.flatMap((id) => around.known.children(id, list));
  if (typeof item === "object" && item !== null && "id" in item && children.length > 0) {
    const { id: _, ...rest } = item;
    return { ...(replaced(rest, list, around) as object), id: children[at % children.length] };
  }
  if (typeof item === "string" && ID.test(item)) {
    const [own] = around.params;
    const lists =
      own === undefined
        ? []
        : ["media", "images", "children", "variants"].flatMap((name) => around.known.children(own, name));
    if (list === "ids" && lists.length > 0) return lists[at % lists.length];
    return replaced(item, list.replace(/s$/, ""), around);
  }
  return replaced(item, list, around);
}
