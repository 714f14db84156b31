import type { Ctx } from "../../platform/ctx.ts";
import { publishedVersions, publishVersions } from "./catalog-cache.ts";
import { readVersions } from "./project-products.ts";

/** Publishes the catalog's versions again when KV shows others: a write was refused, or two projections crossed. */
export async function publishIfDifferent(ctx: Ctx): Promise<string> {
  const [published, actual] = await Promise.all([publishedVersions(ctx), readVersions(ctx)]);
  if (published.version === actual.version && published.epoch === actual.epoch) return "up to date";
  await publishVersions(ctx, actual);
  return "published";
}
