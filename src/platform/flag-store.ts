import { sql } from "drizzle-orm";
import type { Ctx } from "./ctx.ts";
import { openDb } from "./db.ts";
import { describeError } from "./log.ts";

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

/** The values that staff have set, by the flag's name. */
export type FlagValues = Readonly<Record<string, FlagValue>>;

export type FlagReads = Pick<Ctx, "env" | "now" | "waitUntil" | "log">;

export const FLAGS_KEY = "flags:values";
/** A request waits no longer than this for each of the stores. */
const READ_MS = 1_000;
/** A data centre keeps a KV value at least so long. */
const KV_CACHE_SECONDS = 30;

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

/** Publishes these values to KV, from where every isolate reads them. */
export async function putPublishedValues(env: Env, values: FlagValues): Promise<void> {
  await env.CATALOG_CACHE.put(FLAGS_KEY, JSON.stringify(values));
}

/** What KV has, or the database when KV has nothing or does not answer. Undefined when neither answers. */
export async function readValues(ctx: FlagReads): Promise<FlagValues | undefined> {
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

async function publishMissing(ctx: FlagReads, values: FlagValues): Promise<void> {
  try {
    await putPublishedValues(ctx.env, values);
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
