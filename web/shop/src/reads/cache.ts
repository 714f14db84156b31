import { type Signal, signal } from "@preact/signals";

const FRESH_MS = 60_000;
const MOST = 200;

/** What is known of something the API was asked for. Both are absent while the first answer is on its way. */
export interface Known<Value> {
  value?: Value;
  error?: unknown;
}

interface Entry {
  known: Signal<Known<unknown>>;
  readAt: number;
  reading: Promise<void> | undefined;
}

const entries = new Map<string, Entry>();

/**
 * What the API answers, remembered by key: asked at once when it is not known, and again when it is older than a minute, while
 * what is known is shown. A key always belongs to the same `read`.
 */
export function known<Value>(
  key: string,
  read: () => Promise<Value>,
  freshMs = FRESH_MS,
): Signal<Known<Value>> {
  const entry = entries.get(key) ?? add(key);
  if (!entry.reading && Date.now() - entry.readAt > freshMs) ask(entry, read);
  return entry.known as Signal<Known<Value>>;
}

/** Asks again, after an error for example. */
export function readAgain<Value>(key: string, read: () => Promise<Value>): void {
  const entry = entries.get(key) ?? add(key);
  entry.known.value = {};
  ask(entry, read);
}

/** Something that was told with another answer: it is shown until it was asked for by itself. */
export function tellBeforehand(key: string, value: unknown): void {
  if (entries.has(key)) return;
  add(key).known.value = { value };
}

function add(key: string): Entry {
  const entry: Entry = { known: signal({}), readAt: 0, reading: undefined };
  entries.set(key, entry);
  const oldest = entries.keys().next().value;
  if (entries.size > MOST && oldest !== undefined) entries.delete(oldest);
  return entry;
}

function ask(entry: Entry, read: () => Promise<unknown>): void {
  entry.readAt = Date.now();
  const reading = read()
    .then((value) => (entry.known.value = { value }))
    .catch((error: unknown) => {
      // What was known stays on the page.
      if (entry.known.value.value === undefined) entry.known.value = { error };
    })
    .then(() => {
      entry.reading = undefined;
    });
  entry.reading = reading;
}
