import { addSeconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { listAll } from "./objects.ts";

// Who was erased, by id and beside the dumps: a restore brings back whom the dump still knows.

const FOLDER = "erasures/";
/** Longer than any dump that has a successor is kept. */
const KEPT_SECONDS = 60 * 24 * 60 * 60;

export async function noteErasure(ctx: Ctx, customerId: string): Promise<void> {
  await ctx.env.BACKUPS.put(FOLDER + customerId, "");
}

/** The ids of the customers who were erased in the last 60 days. */
export async function notedErasures(ctx: Ctx): Promise<string[]> {
  const ids: string[] = [];
  for await (const { objects } of listAll(ctx, { prefix: FOLDER })) {
    ids.push(...objects.map(({ key }) => key.slice(FOLDER.length)));
  }
  return ids;
}

export async function deleteOldErasures(ctx: Ctx): Promise<void> {
  const limit = addSeconds(ctx.now(), -KEPT_SECONDS);
  for await (const { objects } of listAll(ctx, { prefix: FOLDER })) {
    const old = objects.filter(({ uploaded }) => uploaded < limit).map(({ key }) => key);
    if (old.length > 0) await ctx.env.BACKUPS.delete(old);
  }
}
