import type { Ctx } from "./ctx.ts";
import type { Config } from "./env.ts";
import {
  type FlagReads,
  type FlagValue,
  type FlagValues,
  putPublishedValues,
  readValues,
} from "./flag-store.ts";
import { MemoryCache } from "./memory-cache.ts";

/** A switch is on or off for everybody; a rollout may be on for a part. */
export type FlagKind = "switch" | "rollout";

export interface Flag<Kind extends FlagKind = FlagKind> {
  readonly name: string;
  readonly description: string;
  readonly kind: Kind;
  /** What holds while nobody has set it, and whenever it cannot be read. */
  default(config: Config): boolean;
}

type Settings = Pick<Ctx, "config">;

const flags = new Map<string, Flag>();

/** Adds a flag to those that staff can set. Its name is its key in the database: it must not be used again for something else. */
export function defineFlag<Kind extends FlagKind>(flag: Flag<Kind>): Flag<Kind> {
  if (flags.has(flag.name)) throw new Error(`flag defined twice: ${flag.name}`);
  flags.set(flag.name, flag);
  return flag;
}

/** Every flag, by its name. */
export function allFlags(): ReadonlyMap<string, Flag> {
  return flags;
}

export const guestCheckout = defineFlag({
  name: "guest_checkout",
  kind: "switch",
  description: "Guests may fill carts and order. Default: the setting GUEST_CHECKOUT",
  default: (config) => config.GUEST_CHECKOUT,
});

export const maintenance = defineFlag({
  name: "maintenance",
  kind: "switch",
  description: "Requests that change something are refused with 503; reads, jobs and events go on",
  default: () => false,
});

/** How old what an isolate remembers may be before it looks again, beside its work. */
const FRESH_MS = 15_000;
/** So long a read that failed, or has just begun, is not repeated. */
const RETRY_MS = 5_000;
/** So long after a change KV may still show what was before: who made it does not look. */
const SPREAD_MS = 90_000;

interface Held {
  values: FlagValues;
  since: number;
  freshUntil: number;
}

/**
 * What an isolate knows of the flags. Nothing is read while it is fresh; stale, it is given all the same while it is read anew beside the
 * request; only the first request waits, for KV, or for the database when KV has nothing or does not answer. Without either the last known
 * values hold, or the defaults.
 */
export class FlagMemory {
  readonly #memory = new MemoryCache<Held>({ limit: 1, ttlMs: Infinity });

  /** What is known, however old; undefined before the first read. */
  get values(): FlagValues | undefined {
    return this.#memory.get("values", 0)?.values;
  }

  keep(values: FlagValues, now: number, freshMs = FRESH_MS): void {
    this.#memory.set("values", { values, since: now, freshUntil: now + freshMs }, 0);
  }

  /** Sees to it that something is known, and not for long something old. With `waits` false a first read is left to others. */
  async load(ctx: FlagReads, waits = true): Promise<void> {
    const held = this.#memory.get("values", 0);
    const now = ctx.now().getTime();
    if (held && held.since <= now && now < held.freshUntil) return;
    if (!held && !waits) return;
    if (held) this.keep(held.values, now, RETRY_MS);
    const reading = this.#read(ctx);
    if (held) ctx.waitUntil(reading);
    else await reading;
  }

  async #read(ctx: FlagReads): Promise<void> {
    const before = this.values;
    const values = await readValues(ctx);
    // A change that was made here meanwhile is newer than what was read.
    if (this.values !== before) return;
    const now = ctx.now().getTime();
    if (values) this.keep(values, now);
    else this.keep(this.values ?? {}, now, RETRY_MS);
  }
}

const memory = new FlagMemory();

/** As `FlagMemory.load`, of this isolate. */
export function loadFlags(ctx: FlagReads, waits = true): Promise<void> {
  return memory.load(ctx, waits);
}

/** What a flag is set to, or its default. Costs nothing: what this isolate knows by now. */
export function flagValue({ config }: Settings, flag: Flag, known: FlagMemory = memory): FlagValue {
  return known.values?.[flag.name] ?? defaultValue(config, flag);
}

export function defaultValue(config: Config, flag: Flag): FlagValue {
  return { enabled: flag.default(config), percentage: 100, message: null, retry_after: null };
}

/** Whether a switch is on, as far as this isolate knows. */
export function isEnabled(ctx: Settings, flag: Flag<"switch">): boolean {
  return flagValue(ctx, flag).enabled;
}

/**
 * Whether a rollout is on for a customer, an order or a cart. The same id always gets the same answer at one percentage, and who has it keeps
 * it when the percentage is raised.
 */
export function isEnabledFor(ctx: Settings, flag: Flag<"rollout">, id: string): boolean {
  const { enabled, percentage } = flagValue(ctx, flag);
  return enabled && shareOf(flag.name, id) < percentage;
}

/** Where in 0 (inclusive) to 100 (exclusive) an id lies, for each flag elsewhere: FNV-1a, then MurmurHash3's finaliser to spread it. Pure. */
export function shareOf(name: string, id: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${name}:${id}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * 100;
}

/** Makes these values known to all isolates, and to this one at once. */
export async function publishValues(ctx: FlagReads, values: FlagValues): Promise<void> {
  memory.keep(values, ctx.now().getTime(), SPREAD_MS);
  await putPublishedValues(ctx.env, values);
}
