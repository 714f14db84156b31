import type { Ctx } from "../../platform/ctx.ts";
import { readPublishedValues, readStoredValues } from "../../platform/flag-store.ts";
import { publishValues } from "../../platform/flags.ts";
import { isSame } from "../../platform/is-same.ts";
import { describeError } from "../../platform/log.ts";

const ATTEMPTS = 3;

/**
 * Makes what the database says known to all isolates, and looks again whether that is still what it says: of two changes at once the one that
 * publishes last may have read first. What KV refuses is left to the job.
 */
export async function publishFlags(ctx: Ctx): Promise<void> {
  try {
    let values = await readStoredValues(ctx.env);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await publishValues(ctx, values);
      const current = await readStoredValues(ctx.env);
      if (isSame(current, values)) return;
      values = current;
    }
  } catch (error) {
    ctx.log.warn("the flags could not be published at once", describeError(error));
  }
}

/** Publishes the flags when KV shows others than the database. */
export async function publishIfDifferent(ctx: Ctx): Promise<string> {
  const stored = await readStoredValues(ctx.env);
  // What cannot be read is replaced.
  const published = await readPublishedValues(ctx.env).catch(() => null);
  if (published && isSame(published, stored)) return "up to date";
  await publishValues(ctx, stored);
  return "published";
}
