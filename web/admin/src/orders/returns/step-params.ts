import { ifSeen } from "../parts/if-seen.ts";
import type { Return } from "../parts/types.ts";

/** What the first try went out with: it may have changed the return itself, and its answer was lost. */
const tried = new Map<string, Record<string, string>>();

/** A step of the version of the return that was seen, once. */
export async function stepParams(item: Return, key: string) {
  const seen = tried.get(key) ?? (await ifSeen(`/api/v1/returns/${item.id}`, item));
  tried.set(key, seen);
  return { path: { id: item.id }, header: { "Idempotency-Key": key, ...seen } };
}
