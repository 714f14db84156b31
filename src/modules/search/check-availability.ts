import { addSeconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { variantsChangedSince } from "../inventory/index.ts";
import { projectAvailability } from "./project-availability.ts";

const LOOK_BACK_SECONDS = 180;

/**
 * Looks a second time at what was sold in the last minutes. A projection that read before a sale and wrote after it shows
 * the old class, and the sale's own look came too early to see it.
 */
export async function checkAvailability(ctx: Ctx): Promise<string> {
  const variantIds = await variantsChangedSince(ctx, addSeconds(ctx.now(), -LOOK_BACK_SECONDS));
  await projectAvailability(ctx, variantIds);
  return `${variantIds.length} variants checked`;
}
