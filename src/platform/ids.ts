import { v7 } from "uuid";

/** How many shards an id can name: the highest of the twelve bits that name one says that they do, which v7() leaves at zero. */
export const MOST_SHARDS = 0x800;

/**
 * A new UUIDv7 (RFC 9562) whose timestamp is `now`: ids sort by creation time. With `shard` it carries that number in the first of its
 * random bits (rand_a).
 */
export function newUuid(now: Date, shard?: number): string {
  const id = v7({ msecs: now.getTime() });
  return shard === undefined ? id : id.slice(0, 15) + (MOST_SHARDS + shard).toString(16) + id.slice(18);
}

/** The shard whose database holds what an id names; undefined for ids that were made without one. */
export function shardOfId(id: string): number | undefined {
  const marked = Number.parseInt(id.slice(15, 18), 16);
  return marked >= MOST_SHARDS ? marked - MOST_SHARDS : undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether the text has the shape of an id, as opposed to a slug or SKU. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** What every id made at this time or later sorts after, and every one made earlier before. */
export function firstIdAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
