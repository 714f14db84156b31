import { sql } from "drizzle-orm";
import type { Ctx } from "./ctx.ts";
import { openDb } from "./db.ts";
import type { Config } from "./env.ts";
import { describeError } from "./log.ts";
import { MemoryCache } from "./memory-cache.ts";

/** What staff set a flag to. */
export interface FlagValue {
  enabled: boolean;
  /** Of a rollout: for how many percent of those it is about it is on while it is enabled. */
  percentage: number;
  /** Told to those who are refused because of it. */
  message: string | null;
  /** Seconds after which those who are refused may try again. */
  retry_after: number | null;
}

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
type Reads = Pick<Ctx, "env" | "now" | "waitUntil" | "log">;

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

/** The values that staff have set, by the flag's name. */
export type FlagValues = Readonly<Record<string, FlagValue>>;

export const FLAGS_KEY = "flags:values";
/** How old what an isolate remembers may be before it looks again, beside its work. */
const FRESH_MS = 15_000;
/** So long a read that failed, or has just begun, is not repeated. */
const RETRY_MS = 5_000;
/** A request waits no longer than this for each of the stores. */
const READ_MS = 1_000;
/** A data centre keeps a KV value at least so long. */
const KV_CACHE_SECONDS = 30;
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
  async load(ctx: Reads, waits = true): Promise<void> {
    const held = this.#memory.get("values", 0);
    const now = ctx.now().getTime();
    if (held && held.since <= now && now < held.freshUntil) return;
    if (!held && !waits) return;
    if (held) this.keep(held.values, now, RETRY_MS);
    const reading = this.#read(ctx);
    if (held) ctx.waitUntil(reading);
    else await reading;
  }

  async #read(ctx: Reads): Promise<void> {
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
export function loadFlags(ctx: Reads, waits = true): Promise<void> {
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

/** What is set, as the database has it. */
export async function readStoredValues(env: Env): Promise<FlagValues> {
  const rows = await openDb(env.DB).all<{
    name: string;
    enabled: 0 | 1;
    percentage: number;
    message: string | null;
    retry_after: number | null;
  }>(sql`SELECT name, enabled, percentage, message, retry_after FROM feature_flags ORDER BY name`);
  return Object.fromEntries(
    rows.map(({ name, enabled, ...row }) => [name, { ...row, enabled: enabled === 1 }]),
  );
}

/** The values that KV has; null when it has none. */
export function readPublishedValues(env: Env): Promise<FlagValues | null> {
  return env.CATALOG_CACHE.get<FlagValues>(FLAGS_KEY, { type: "json", cacheTtl: KV_CACHE_SECONDS });
}

/** Makes these values known to all isolates, and to this one at once. */
export async function publishValues(ctx: Reads, values: FlagValues): Promise<void> {
  memory.keep(values, ctx.now().getTime(), SPREAD_MS);
  await ctx.env.CATALOG_CACHE.put(FLAGS_KEY, JSON.stringify(values));
}

/** Undefined when neither store answers. */
async function readValues(ctx: Reads): Promise<FlagValues | undefined> {
  let published: FlagValues | null | undefined;
  try {
    published = await inTime(readPublishedValues(ctx.env));
    if (published) return published;
  } catch (error) {
    ctx.log.warn("the flags could not be read from KV", describeError(error));
  }
  try {
    const values = await inTime(readStoredValues(ctx.env));
    if (published === null) ctx.waitUntil(publishMissing(ctx, values));
    return values;
  } catch (error) {
    ctx.log.error(
      "the flags could not be read: their defaults, or what was known, hold",
      describeError(error),
    );
    return undefined;
  }
}

async function publishMissing(ctx: Reads, values: FlagValues): Promise<void> {
  try {
    await ctx.env.CATALOG_CACHE.put(FLAGS_KEY, JSON.stringify(values));
  } catch (error) {
    ctx.log.warn("the flags could not be published", describeError(error));
  }
}

async function inTime<Value>(reading: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${READ_MS} ms`)), READ_MS);
  });
  try {
    return await Promise.race([reading, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
