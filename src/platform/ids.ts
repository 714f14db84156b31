import { v7 } from "uuid";

/** A new UUIDv7 (RFC 9562) whose timestamp is `now`: ids sort by creation time. */
export function newUuid(now: Date): string {
  return v7({ msecs: now.getTime() });
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
