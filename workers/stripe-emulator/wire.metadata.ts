import type Stripe from "stripe";
import type { Reader } from "./wire.params.ts";
import { fieldsOf } from "./wire.readers.ts";
import { invalid } from "./wire.refusal.ts";

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 40;
const MAX_VALUE_LENGTH = 500;

/** A change of metadata: keys with their new text, an empty text to remove one, or null to remove all. */
type MetadataChange = Record<string, string> | null;

export const metadata: Reader<MetadataChange> = (value, name) => {
  if (value === "") return null;
  const change: Record<string, string> = {};
  for (const [key, entry] of Object.entries(fieldsOf(value, name))) {
    if (typeof entry !== "string") throw invalid("Invalid metadata value", { param: `${name}[${key}]` });
    if (key.length > MAX_KEY_LENGTH) throw tooLong("keys", MAX_KEY_LENGTH, key, name);
    if (entry.length > MAX_VALUE_LENGTH) throw tooLong("values", MAX_VALUE_LENGTH, entry, name);
    change[key] = entry;
  }
  return change;
};

/** The metadata after the change. Keys that the change does not name stay as they are. */
export function changeMetadata(before: Stripe.Metadata, change: MetadataChange | undefined): Stripe.Metadata {
  if (change === undefined) return before;
  if (change === null) return {};
  const after = Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== ""),
  );
  if (Object.keys(after).length > MAX_KEYS) {
    throw invalid(`You can have at most ${MAX_KEYS} metadata keys.`, { param: "metadata" });
  }
  return after;
}

function tooLong(part: "keys" | "values", limit: number, given: string, param: string): Error {
  const length = `up to ${limit} characters, but you passed in one that is ${given.length} characters`;
  return invalid(`Metadata ${part} can have ${length}. Invalid value: ${given}`, { param });
}
