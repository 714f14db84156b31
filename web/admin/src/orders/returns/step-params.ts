import { ifSeen } from "../parts/if-seen.ts";
import type { Return } from "../parts/types.ts";

/** A step of the version of the return that was seen, once. */
export async function stepParams(item: Return, key: string) {
  const header = { "Idempotency-Key": key, ...(await ifSeen(`/api/v1/returns/${item.id}`, item)) };
  return { path: { id: item.id }, header };
}
